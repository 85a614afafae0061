// What is shown, as the link says it, and what the engine is asked.

import * as link from './link.js';

const FOR_ENGINE = ['scenarios', 'accounts', 'people', 'couplings', 'treatments', 'inputs', 'traits', 'translation'];

/** This page among all that are open: its next question takes the place of the last one. */
const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
/** Questions asked so far: on their way to the engine they may overtake each other. */
let turn = 0;

/** The state that the link carries; none where it carries none. */
export function ofLink() {
  try {
    const state = link.read();
    const isList = (list) => Array.isArray(list) && list.every((name) => typeof name === 'string');
    return isList(state.scenarios) && isList(state.accounts) ? complete(state) : null;
  } catch {
    return null;
  }
}

/** A state with nothing moved. */
export function complete(state) {
  return {
    people: 64, week: 16, crowd: false, couplings: {}, treatments: {}, inputs: {}, traits: {}, translation: 1, ...state,
  };
}

/** Lets the link follow the state. */
export const toLink = (state) => link.write(tidy(state));

function tidy(state) {
  const isUsual = (key, value) => key === 'translation' && value === 1;
  const isOff = (value) => value === false || value === undefined;
  const isEmpty = (value) => typeof value === 'object' && value && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(state).filter(([key, value]) => !isEmpty(value) && !isOff(value) && !isUsual(key, value)));
}

/** How many times the strength that an account gives a disputed line; what was measured in animals holds in people in part. */
export const times = (state, brain, name) =>
  (state.couplings[name] ?? 1) * (brain.from_animals.includes(name) ? state.translation : 1);

/** The part of a state that decides numbers. */
export function forEngine(state) {
  return JSON.stringify(Object.fromEntries(FOR_ENGINE.map((key) => [key, state[key]])));
}

/** Asks for one thing and waits. */
export async function get(path, values = {}) {
  const response = await fetch(`${path}?${new URLSearchParams(values)}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

/**
 * Asks for something that comes in parts. `told` gets the name and data of each part; the answer stops it.
 * A connection that is lost is made anew, by the browser or after a second.
 */
export function listen(path, values, told) {
  let source;
  let timer;
  const names = ['answer', 'film', 'experiment', 'refused', 'done'];
  turn += 1;
  const question = new URLSearchParams({ page, turn, ...values });
  const open = () => {
    source = new EventSource(`${path}?${question}`);
    for (const name of names) {
      source.addEventListener(name, (event) => {
        if (name === 'done' || name === 'refused') source.close();
        told(name, JSON.parse(event.data));
      });
    }
    source.onerror = () => {
      told('lost');
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 1000);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
