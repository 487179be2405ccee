import { combobox, suggestFrom } from './combobox.js';

// <academy-search src="https://search.example" placeholder="…" topic="…" limit="6"> puts a search box with suggestions on any
// page. A form inside it is what readers without script use. Looks: ::part(input|button|list|option|mark) and the custom
// properties --academy-accent, --academy-on-accent, --academy-ink, --academy-paper, --academy-line, --academy-mark.

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; position: relative; font: inherit; max-width: 40rem; color-scheme: inherit;
  --accent: var(--academy-accent, #1a4f8b); --on: var(--academy-on-accent, #fff); --ink: var(--academy-ink, light-dark(#16202c, #e6eaef));
  --paper: var(--academy-paper, light-dark(#fff, #12181f)); --line: var(--academy-line, light-dark(#5b6875, #a9b4c0)); --mark: var(--academy-mark, light-dark(#ffe9a3, #5c4a10)); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
form { display: flex; margin: 0; }
.field { position: relative; flex: 1; min-width: 0; }
input { width: 100%; height: 2.75rem; padding: 0 .75rem; font: inherit; font-size: max(16px, 1em); color: var(--ink); background: var(--paper); border: 2px solid var(--line); border-right: 0; border-radius: 4px 0 0 4px; }
button { height: 2.75rem; padding: 0 1rem; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 2px solid var(--accent); border-radius: 0 4px 4px 0; cursor: pointer; }
:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px; position: relative; z-index: 1; }
ul { position: absolute; z-index: 10; inset: 100% 0 auto 0; margin: 2px 0 0; padding: 0; max-height: 60vh; overflow: auto; list-style: none; text-align: start; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 4px; }
[hidden] { display: none; }
li { padding: .375rem .75rem; min-height: 2.25rem; cursor: pointer; overflow-wrap: anywhere; }
li[aria-selected=true], li:hover { color: var(--on); background: var(--accent); }
.what { font-size: .8125em; opacity: .85; margin-inline-end: .25em; }
mark { color: inherit; background: var(--mark); }
li[aria-selected=true] mark, li:hover mark { background: none; text-decoration: underline; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);

// The service that gave this script, where the element names none.
const home = new URL(import.meta.url).origin;

class AcademySearch extends HTMLElement {
  static observedAttributes = ['src', 'placeholder', 'topic', 'limit', 'label'];
  #undo = null;
  #parts = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
    const form = make('form'), field = make('div', { className: 'field' });
    const input = make('input', { type: 'search', name: 'q', id: 'q', autocomplete: 'off', maxLength: 1000, enterKeyHint: 'search', spellcheck: false });
    const label = make('label', { htmlFor: 'q', className: 'unseen' }), button = make('button', { textContent: 'Search' });
    const status = make('div', { className: 'unseen' });
    form.setAttribute('role', 'search');
    input.setAttribute('part', 'input');
    button.setAttribute('part', 'button');
    status.setAttribute('role', 'status');
    field.append(label, input);
    form.append(field, button);
    root.append(form, status);
    this.#parts = { form, field, input, label, status };
  }

  connectedCallback() { this.#update(); }

  disconnectedCallback() {
    this.#undo?.();
    this.#undo = null;
  }

  attributeChangedCallback() { if (this.isConnected) this.#update(); }

  get #service() {
    try {
      const at = new URL(this.getAttribute('src') || home, location.href);
      return at.protocol === 'https:' || at.protocol === 'http:' ? at.origin : home;
    } catch { return home; }
  }

  #update() {
    const { form, field, input, label, status } = this.#parts, service = this.#service;
    const limit = Math.min(Math.max(parseInt(this.getAttribute('limit'), 10) || 6, 1), 20);
    form.action = `${service}/search`;
    input.placeholder = this.getAttribute('placeholder') ?? '';
    label.textContent = this.getAttribute('label') || 'Search the publications of the Academy of Medical Sciences';
    form.setAttribute('aria-label', label.textContent);
    this.#topic(this.getAttribute('topic'));
    this.#undo?.();
    this.#undo = combobox(input, { source: suggestFrom(service, limit), parent: field, say: (text) => { status.textContent = text; } });
  }

  // The topic narrows the search that the form sends.
  #topic(id) {
    this.#parts.form.querySelector('[name=topic]')?.remove();
    if (id) this.#parts.form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'topic', value: id }));
  }
}

if (!customElements.get('academy-search')) customElements.define('academy-search', AcademySearch);
