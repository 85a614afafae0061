// What a word means, from the same source as `rewire explain`.

import { element, fill } from './draw.js';
import { get } from './state.js';

const LISTS = [['driven_by', 'Driven by'], ['drives', 'Drives'], ['switched_by', 'In which accounts'], ['set_by', 'Set by']];
const GRADES = {
  'measured-human': 'measured in people', 'measured-animal': 'measured in animals',
  fitted: 'fitted, so that the model meets published figures', assumed: 'assumed',
};

/** A word that can be asked about. */
export const word = (name, text = name) =>
  element('button', { type: 'button', class: 'word', 'data-term': name }, text);

/** Words on the page open their explanation. */
export function start() {
  document.addEventListener('click', (event) => {
    const asked = event.target.closest('[data-term]');
    if (asked) explain(asked.dataset.term);
  });
  document.getElementById('ask-term')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = document.getElementById('term').value.trim();
    if (name) explain(name);
  });
}

async function explain(name) {
  const dialog = document.getElementById('explained');
  const close = element('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  try {
    const found = await get('/explain', { name });
    // Of several brains that have the name, the one on the page comes first and is enough.
    const isWord = (t) => t.what.startsWith('word of the reports');
    const names = found.things.filter((t) => !isWord(t));
    const here = names.filter((t) => t.what.endsWith(`brain ${document.body.dataset.brain}`));
    const things = [...found.things.filter(isWord), ...(here.length ? here : names.slice(0, 2))].map(thing);
    const keys = found.things.length ? [] : found.keys.slice(0, 3).map((key) => element('pre', {}, key.meaning));
    fill(dialog, element('h2', { id: 'explained-title' }, name), things, keys, close);
  } catch (error) {
    fill(dialog, element('h2', { id: 'explained-title' }, name), element('pre', { tabindex: 0 }, error.message), close);
  }
  if (!dialog.open) dialog.showModal();
}

function thing(found) {
  const facts = [
    ['Meaning', found.meaning], ['Value', found.value], ['Known from', GRADES[found.grade]],
    ['Source', found.source], ['Equation', found.equation],
  ].filter(([, text]) => text);
  const lists = LISTS.filter(([key]) => found[key].length);
  return [
    element('p', { class: 'small' }, found.what),
    element('dl', {}, facts.map(([label, text]) => [element('dt', {}, label), element('dd', {}, text)])),
    lists.map(([key, label]) => element('details', {}, element('summary', {}, `${label} (${found[key].length})`),
      element('ul', {}, found[key].slice(0, 12).map((text) => element('li', {}, text))))),
  ];
}
