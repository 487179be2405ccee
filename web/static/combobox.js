// An editable combobox with list autocomplete and manual selection
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): focus stays in the input, Down opens the list and walks into it, Enter
// follows the chosen suggestion or else sends the form, Escape closes the list and then clears the input.

const pause = 100; // ms of silence before the server is asked
const kinds = { publication: 'Publication', person: 'Person', topic: 'Topic', word: 'Search for' };

let count = 0;

// combobox makes one of input. source(text, signal) promises suggestions {kind, label, highlights, url}; say(text) announces to
// screen readers; parent takes the list; go(url) follows a suggestion. It returns a function that takes everything back.
export function combobox(input, { source, say, parent, go = (url) => location.assign(url) }) {
  const list = document.createElement('ul');
  const id = `suggestions-${++count}`;
  let options = [], active = -1, timer = 0, request = null, shown = '';

  Object.assign(list, { id, hidden: true, className: 'suggestions' });
  list.setAttribute('role', 'listbox');
  list.setAttribute('part', 'list');
  list.setAttribute('aria-label', 'Suggestions');
  parent.append(list);
  const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, 'aria-haspopup': 'listbox' };
  for (const name in attributes) input.setAttribute(name, attributes[name]);

  function open(on) {
    list.hidden = !on;
    input.setAttribute('aria-expanded', String(on));
    if (!on) choose(-1);
  }

  function choose(i) {
    active = i;
    [...list.children].forEach((li, n) => li.setAttribute('aria-selected', String(n === i)));
    if (i < 0) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', list.children[i].id);
    list.children[i].scrollIntoView({ block: 'nearest' });
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
    request = null;
  }

  async function ask() {
    stop();
    const text = input.value.trim();
    if (text === '') return render('', []);
    request = new AbortController();
    const { signal } = request;
    try {
      const found = await source(text, signal);
      if (!signal.aborted) render(text, found);
    } catch (error) {
      if (!signal.aborted) render(text, []); // suggestions are an extra: without them the form still works
    }
  }

  function render(text, found) {
    options = found;
    shown = text;
    choose(-1);
    list.replaceChildren(...found.map(option));
    open(found.length > 0 && focused());
    say(text === '' ? '' : found.length === 0 ? 'No suggestions' : found.length === 1 ? '1 suggestion' : `${found.length} suggestions`);
  }

  const focused = () => input.getRootNode().activeElement === input;

  function option(suggestion, i) {
    const li = document.createElement('li');
    li.id = `${id}-${i}`;
    li.setAttribute('role', 'option');
    li.setAttribute('part', 'option');
    li.setAttribute('aria-selected', 'false');
    const kind = document.createElement('span');
    kind.className = 'what';
    kind.textContent = kinds[suggestion.kind] ?? '';
    li.append(kind, ' ', ...marked(suggestion));
    li.addEventListener('pointerdown', (event) => event.preventDefault()); // keep the focus in the input
    li.addEventListener('click', () => go(suggestion.url));
    return li;
  }

  function keydown(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp': {
        // What is seen can be chosen from, even while the answer to the last letter is on its way; that one is then not wanted.
        if (list.hidden && (options.length === 0 || shown !== input.value.trim())) { if (event.key === 'ArrowDown') ask(); return; }
        event.preventDefault();
        stop();
        if (list.hidden) { open(true); if (event.altKey) return; }
        // One step past either end is the input itself.
        const step = event.key === 'ArrowDown' ? 1 : -1, places = options.length + 1;
        return choose((active + 1 + step + places) % places - 1);
      }
      case 'Enter':
        if (active >= 0 && !list.hidden) { event.preventDefault(); go(options[active].url); }
        return stop();
      case 'Escape':
        if (!list.hidden) { event.preventDefault(); return open(false); }
        if (input.value !== '') { event.preventDefault(); input.value = ''; stop(); }
        return;
      case 'Home': case 'End': case 'ArrowLeft': case 'ArrowRight':
        choose(-1); // the caret moves, so the list is no longer where the reader is
    }
  }

  function typed() {
    stop();
    choose(-1);
    timer = setTimeout(ask, pause);
  }

  function left() { stop(); open(false); }

  const listeners = { keydown, input: typed, blur: left };
  for (const name in listeners) input.addEventListener(name, listeners[name]);
  return () => {
    stop();
    for (const name in listeners) input.removeEventListener(name, listeners[name]);
    list.remove();
  };
}

// marked cuts a label at its highlights, which count code points.
function marked({ label, highlights }) {
  const points = [...label], parts = [];
  let at = 0;
  for (const [start, end] of highlights) {
    if (start < at || end <= start) continue;
    const mark = document.createElement('mark');
    mark.setAttribute('part', 'mark');
    mark.textContent = points.slice(start, end).join('');
    parts.push(points.slice(at, start).join(''), mark);
    at = end;
  }
  parts.push(points.slice(at).join(''));
  return parts;
}

// suggestFrom asks the service at base.
export function suggestFrom(base, limit = 8) {
  return async (text, signal) => {
    const answer = await fetch(`${base}/api/v1/suggest?q=${encodeURIComponent(text.slice(0, 200))}&limit=${limit}`, { signal, credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).suggestions;
  };
}
