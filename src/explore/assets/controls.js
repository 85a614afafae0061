// Questions, choices of one's own, and the dials.

import { element, fill } from './draw.js';
import { word } from './terms.js';

const number = (value, digits = 2) => String(Math.round(value * 10 ** digits) / 10 ** digits);

/** A dial with its label, value and ends. `say` puts a value into words. */
function dial({ id, label, low, high, step, value, usual, from, to, say, changed }) {
  const output = element('output', { for: id }, say(value));
  const input = element('input', {
    id, type: 'range', min: low, max: high, step, value, 'aria-valuetext': say(value),
  });
  const box = element('div', { class: value === usual ? 'dial' : 'dial moved' },
    element('label', { for: id }, label, output), input,
    element('div', { class: 'ends' }, element('span', {}, from), element('span', {}, to)));
  input.addEventListener('input', () => {
    const now = Number(input.value);
    output.textContent = say(now);
    input.setAttribute('aria-valuetext', say(now));
    box.classList.toggle('moved', now !== usual);
    changed(now === usual ? undefined : now);
  });
  return box;
}

const setOrDrop = (object, key, value) => {
  if (value === undefined) delete object[key];
  else object[key] = value;
};

/** All dials of a state. `moved` is called after each step. */
export function dials(place, catalogue, brain, state, moved) {
  fill(place, disputed(brain, state, moved), treatments(catalogue, brain, state, moved), life(brain, state, moved));
}

/** Disputed lines that are shown at once. */
const SHOWN = 6;

/** Steps from a drug to the beginning of a disputed line, as far as their names tell. */
function upstream(brain, all, name) {
  const { from } = brain.couplings[name];
  if (/occupancy|serotonin|psilocin/.test(from)) return 0;
  return all.some((other) => brain.couplings[other].to === from && /occupancy|serotonin/.test(brain.couplings[other].from)) ? 1 : 2;
}

function disputed(brain, state, moved) {
  const accounts = brain.accounts.filter((a) => state.accounts.includes(a.name));
  const all = accounts.flatMap((a) => a.couplings.map(([name]) => name)).filter((name) => brain.couplings[name]);
  // Account by account, and what leads away from the drug first.
  const names = [...new Set(all)].sort((a, b) => upstream(brain, all, a) - upstream(brain, all, b));
  const say = (times) => (times === 0 ? '× 0 (off)' : times === 1 ? '× 1 (as stated)' : `× ${number(times)}`);
  const made = names.map((name) => {
    const tellers = accounts.filter((a) => a.couplings.some(([n]) => n === name));
    const letters = tellers.map((a) => 'AB'[state.accounts.indexOf(a.name)]).join(' and ');
    const label = [word(name, brain.couplings[name].meaning), state.accounts.length > 1 ? ` (account ${letters})` : ''];
    return dial({
      id: `coupling-${name}`, label: element('span', {}, label), low: 0, high: 2, step: 0.1, usual: 1,
      value: state.couplings[name] ?? 1, from: '× 0', to: '× 2', say,
      changed: (value) => moved(() => setOrDrop(state.couplings, name, value)),
    });
  });
  const animals = brain.from_animals.length ? dial({
    id: 'translation', label: element('span', {}, 'What was measured in animals holds in people'),
    low: 0, high: 1, step: 0.1, usual: 1, value: state.translation, from: '0 %', to: '100 %',
    say: (share) => `${number(100 * share, 0)} %`,
    changed: (share) => moved(() => { state.translation = share ?? 1; }),
  }) : null;
  const none = element('p', { class: 'small' }, 'These accounts dispute nothing that could be turned.');
  const more = made.length > SHOWN
    ? element('details', { open: names.slice(SHOWN).some((name) => name in state.couplings) },
      element('summary', {}, `${made.length - SHOWN} more disputed lines`), made.slice(SHOWN)) : null;
  return element('fieldset', {}, element('legend', {}, 'What is disputed'), animals, made.length ? made.slice(0, SHOWN) : none, more);
}

function treatments(catalogue, brain, state, moved) {
  const scenarios = brain.scenarios.filter((s) => state.scenarios.includes(s.name));
  const weeks = Math.max(...scenarios.map((s) => s.weeks), 1);
  const all = scenarios.flatMap((s) => s.treatments);
  const names = [...new Set(all.map((t) => t.name))];
  const made = names.flatMap((name) => {
    const usual = all.find((t) => t.name === name);
    const title = catalogue.treatments[name]?.title ?? name;
    const one = (key, label, low, high, step, say, from, to) => {
      if (usual[key] === null || usual[key] === undefined) return null;
      return dial({
        id: `treatment-${name}-${key}`, label: element('span', {}, word(name, title), `: ${label}`),
        low, high: Math.max(high, usual[key]), step, usual: usual[key], value: state.treatments[name]?.[key] ?? usual[key], from, to, say,
        changed: (value) => moved(() => {
          const own = (state.treatments[name] ??= {});
          setOrDrop(own, key, value);
          if (!Object.keys(own).length) delete state.treatments[name];
        }),
      });
    };
    const week = (value) => `week ${number(value, 0)}`;
    return [
      one('dose', 'dose', 0, 3 * usual.dose, usual.dose / 4, (v) => `${number(v)} mg`, 'none', 'three times'),
      one('sessions', 'sessions', 0, 32, 1, (v) => number(v, 0), 'none', '32'),
      one('per_day', 'practice a day', 0, 2, 0.1, (v) => number(v), 'none', 'twice a day'),
      one('from', 'begins', 0, weeks - 1, 1, week, 'at once', 'late'),
      one('to', 'ends', 1, weeks, 1, week, 'early', 'at the end'),
    ].filter(Boolean);
  });
  const none = element('p', { class: 'small' }, 'There is no treatment in these scenarios.');
  return element('fieldset', {}, element('legend', {}, 'Treatment'), made.length ? made : none);
}

function life(brain, state, moved) {
  const made = brain.dials.map((d) => {
    const values = d.kind === 'trait' ? state.traits : state.inputs;
    const decimals = d.step < 1 ? 2 : 0;
    return dial({
      ...d, id: `life-${d.name}`, label: element('span', {}, word(d.name, d.label)),
      value: values[d.name] ?? d.usual, from: d.from, to: d.to,
      say: (value) => (value === d.usual ? `${number(value, decimals)} (usual)` : number(value, decimals)),
      changed: (value) => moved(() => setOrDrop(values, d.name, value)),
    });
  });
  const sizes = [16, 64, 200].map((people) => element('label', {},
    element('input', {
      type: 'radio', name: 'people', value: people, checked: state.people === people,
      onchange: () => moved(() => { state.people = people; }),
    }), ` ${people} people`));
  return element('fieldset', {}, element('legend', {}, 'Life and people'), made,
    element('div', { class: 'fields', role: 'group', 'aria-label': 'How many people' }, sizes),
    element('div', { class: 'fields', role: 'group', 'aria-label': 'What is drawn beside the median' },
      [[false, 'Bands'], [true, 'Single people']].map(([crowd, title]) => element('label', {},
        element('input', { type: 'radio', name: 'crowd', checked: Boolean(state.crowd) === crowd, onchange: () => moved(() => { state.crowd = crowd; }) }),
        ` ${title}`))));
}

/** The question, and scenarios and accounts of one's own. `chosen` is told the new names. */
export function choices(catalogue, brains, brain, state, chosen) {
  const select = document.getElementById('question');
  const own = !catalogue.questions.some((q) => same(q, state));
  const options = catalogue.questions.map((q) =>
    element('option', { value: q.name, selected: same(q, state) }, q.question));
  fill(select, options, own ? element('option', { value: '', selected: true }, 'Your own question') : null);
  select.onchange = () => {
    const question = catalogue.questions.find((q) => q.name === select.value);
    if (question) chosen(question.scenarios, question.accounts);
  };
  const pick = (place, title, list, taken, most, change) => {
    const boxes = taken.map((name, n) => {
      const id = `${place}-${n}`;
      const other = element('select', { id }, list.map((item) =>
        element('option', { value: item.name, selected: item.name === name }, item.title)),
      n > 0 ? element('option', { value: '' }, '(leave out)') : null);
      other.onchange = () => change(taken.map((known, at) => (at === n ? other.value : known)).filter(Boolean));
      return element('p', {}, element('label', { for: id }, `${title} ${n + 1}`), other);
    });
    const free = list.find((item) => !taken.includes(item.name));
    const add = taken.length < most && free
      ? element('button', { type: 'button', onclick: () => change([...taken, free.name]) }, `Add a ${title.toLowerCase()}`)
      : null;
    const box = document.getElementById(place);
    box.className = 'group';
    fill(box, boxes, add);
  };
  const history = brain.scenarios.find((s) => s.name === state.scenarios[0])?.history;
  const fitting = brain.scenarios.filter((s) => s.history === history);
  pick('pick-scenarios', 'Scenario', fitting, state.scenarios, 4, (names) => chosen([...new Set(names)], state.accounts));
  pick('pick-accounts', 'Account', brain.accounts, state.accounts, 2, (names) => chosen(state.scenarios, [...new Set(names)]));
  const field = element('select', { id: 'brain' }, Object.entries(brains).map(([name, b]) =>
    element('option', { value: name, selected: b === brain }, b.title)));
  field.onchange = () => {
    const other = brains[field.value];
    const first = other.scenarios[0];
    const second = other.scenarios.find((s) => s !== first && s.history === first.history);
    chosen([first, second].filter(Boolean).map((s) => s.name), other.accounts.slice(0, 2).map((a) => a.name));
  };
  document.getElementById('pick-scenarios').prepend(
    element('p', {}, element('label', { for: 'brain' }, 'Brain'), field));
}

/** Whether a state asks a question. */
export const same = (question, state) =>
  question.scenarios.join() === state.scenarios.join() && question.accounts.join() === state.accounts.join();

/** Name and content of the brain that has all scenarios of a state. */
export const brainOf = (catalogue, state) => Object.entries(catalogue.brains)
  .find(([, brain]) => state.scenarios.every((name) => brain.scenarios.some((s) => s.name === name)));

/** What a state names and the library lacks, in words; nothing where all is there. */
export function missing(catalogue, state) {
  const named = (names) => names.map((name) => `“${name}”`).join(', ');
  const brains = Object.values(catalogue.brains);
  const unknown = state.scenarios.filter((name) => !brains.some((brain) => brain.scenarios.some((s) => s.name === name)));
  if (unknown.length) return `there is no scenario ${named(unknown)} in this library`;
  const found = brainOf(catalogue, state);
  if (!found) return `the scenarios ${named(state.scenarios)} belong to different brains`;
  const accounts = state.accounts.filter((name) => !found[1].accounts.some((a) => a.name === name));
  return accounts.length ? `there is no account ${named(accounts)} of this brain` : null;
}
