// What script adds to the pages, all of which work without it.
import { combobox, suggestFrom } from './combobox.js';

const input = document.getElementById('q');
if (input) {
  const status = document.createElement('div');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  input.parentElement.append(status);
  combobox(input, { source: suggestFrom(''), parent: input.parentElement, say: (text) => { status.textContent = text; } });
}

// Empty fields need not stand in the address.
document.getElementById('search')?.addEventListener('submit', (event) => {
  for (const field of event.target.elements) if (field.name && field.value === '') field.disabled = true;
});
// Back from the results, a browser may show the page as it was left.
addEventListener('pageshow', () => {
  for (const field of document.querySelectorAll('#q, #from, #to')) field.disabled = false;
});

// A long list of speakers gets a field that narrows it.
const speakers = document.querySelector('[data-facet=speaker]');
if (speakers?.querySelector('.more')) {
  const find = document.createElement('input');
  Object.assign(find, { type: 'search', className: 'find', autocomplete: 'off' });
  find.setAttribute('aria-label', 'Narrow the list of speakers');
  find.placeholder = 'Find a speaker';
  speakers.querySelector('legend').after(find);
  find.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  find.addEventListener('input', () => {
    const words = plain(find.value).split(/\s+/);
    speakers.querySelector('.more').open = find.value !== '';
    for (const option of speakers.querySelectorAll('li')) {
      const name = plain(option.textContent);
      option.hidden = !words.every((word) => name.includes(word)) && !option.querySelector(':checked');
    }
  });
}

function plain(text) { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim(); }

// Copy buttons.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const before = button.textContent;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}
