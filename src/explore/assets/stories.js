// One card for each story: what it says, the same people under the scenarios, and the verdict in words.

import { area, element, fill, marker, move, path, picture, scale, shape, weekTicks } from './draw.js';
import { word } from './terms.js';

const WIDTH = 560;
const HEIGHT = 330;
const LEFT = 40;
const RIGHT = WIDTH - 96;
const TOP = 14;
/** Lines of a story that are shown at once. */
const SHOWN = 4;

/** What only this story assumes, against the others. */
function onlyHere(brain, account, others) {
  const elsewhere = new Set(others.flatMap((other) => other.couplings.map(([name]) => name)));
  const own = account.couplings.map(([name]) => name).filter((name) => !elsewhere.has(name));
  const items = own.map((name) => element('li', {}, word(name, brain.couplings[name]?.meaning ?? name)));
  const says = others.length ? 'Only this story says:' : 'This story says:';
  const head = own.length ? says : 'This story leaves out everything that is disputed.';
  const more = items.length > SHOWN
    ? element('details', {}, element('summary', {}, `and ${items.length - SHOWN} more`), element('ul', {}, items.slice(SHOWN))) : null;
  return element('div', { class: 'only' }, element('p', {}, element('strong', {}, head)), element('ul', {}, items.slice(0, SHOWN)), more);
}

/** Builds the cards; the pictures come with the first answer. */
export function build(place, brain, state) {
  const accounts = state.accounts.map((name) => brain.accounts.find((a) => a.name === name)).filter(Boolean);
  const cards = accounts.map((account, n) => {
    const others = accounts.filter((_, other) => other !== n);
    return element('article', { class: 'story', 'data-story': n },
      element('p', { class: 'kicker' }, accounts.length > 1 ? `Story ${'AB'[n]}` : 'The story'),
      element('h2', {}, account.title),
      element('p', { class: 'says' }, account.says),
      element('div', { class: 'verdict' }),
      element('div', { class: 'curves' }, element('p', { class: 'small' }, 'The first people are being lived …')),
      onlyHere(brain, account, others));
  });
  fill(place, cards);
}

/** Draws an answer into the cards; lines move from where they were. */
export function show(place, answer, before, week, drawn) {
  for (const card of place.children) {
    const account = Number(card.dataset.story);
    const arms = answer.arms.filter((arm) => arm.account === account);
    const old = before?.arms.filter((arm) => arm.account === account);
    const fits = old?.length === arms.length && old.every((arm, n) => arm.bands[0].length === arms[n].bands[0].length);
    const frame = (share) => {
      const mixed = fits && share < 1 ? arms.map((arm, n) => between(old[n], arm, share)) : arms;
      fill(card.querySelector('.curves'), chart(answer, mixed, week, drawn), legend(answer),
        element('p', { class: 'small' }, 'Thick line: the person in the middle. Bands: half, and four fifths, of the people. Thin lines and dots: single people.'));
    };
    if (fits) move(frame);
    else frame(1);
    fill(card.querySelector('.verdict'), verdicts(answer, account));
  }
}

function between(old, arm, share) {
  const mix = (a, b) => a.map((value, n) => value + (b[n] - value) * share);
  return { ...arm, bands: arm.bands.map((line, n) => mix(old.bands[n], line)) };
}

function verdicts(answer, account) {
  const accounts = answer.ill.length;
  return answer.contrasts.flatMap((contrast, n) => {
    if (contrast.variant !== account) return [];
    const told = answer.words[n];
    const many = answer.contrasts.length / accounts > 1;
    const title = many ? element('h3', {}, answer.scenarios[contrast.scenario_b].title) : null;
    return [title,
      element('p', { class: 'short', 'data-sign': told.sign }, told.short),
      element('p', {}, told.long)];
  });
}

function legend(answer) {
  return element('ul', { class: 'legend' }, answer.scenarios.map((scenario, n) => {
    const sign = shape('svg', { width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': true },
      shape('path', { class: `line s${n} d${n}`, d: 'M0 7H34' }), marker(n, 17, 7));
    return element('li', {}, sign, scenario.title);
  }));
}

function chart(answer, arms, week, drawn) {
  const weeks = Math.max(...answer.scenarios.map((s) => s.weeks));
  const calendar = answer.scenarios.reduce((rows, s) => rows + s.treatments.length, 0);
  const bottom = HEIGHT - 34 - 9 * calendar;
  const highest = Math.max(...arms.map((arm) => Math.max(...arm.crowd.flat())), answer.thresholds[1] + 5);
  const x = scale([0, weeks], [LEFT, RIGHT]);
  const y = scale([0, Math.ceil(highest / 10) * 10], [bottom, TOP]);
  const [remission, ill] = answer.thresholds;
  const parts = [];
  for (const tick of weekTicks(weeks)) {
    parts.push(shape('path', { class: 'axis', d: `M${x(tick)} ${TOP}V${bottom}` }),
      shape('text', { class: 'muted', x: x(tick), y: HEIGHT - 16, 'text-anchor': 'middle' }, tick));
  }
  parts.push(shape('text', { class: 'muted', x: RIGHT, y: HEIGHT - 2, 'text-anchor': 'end' }, 'weeks of treatment and after'));
  for (let value = 0; value <= highest; value += 20) {
    parts.push(shape('text', { class: 'muted', x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, value));
  }
  parts.push(shape('text', { class: 'muted', x: 0, y: TOP - 3 }, 'how ill (0–100)'),
    shape('text', { class: 'muted', x: RIGHT + 4, y: TOP - 3 }, `week ${Math.min(week, weeks)}`));
  for (const [value, said] of [[ill, 'ill above'], [remission, 'well below']]) {
    parts.push(shape('path', { class: 'limit', d: `M${LEFT} ${y(value)}H${RIGHT}` }),
      shape('text', { class: 'muted', x: WIDTH, y: y(value) + 4, 'text-anchor': 'end' }, said));
  }
  arms.forEach((arm) => parts.push(...curves(arm, x, y)));
  arms.forEach((arm) => parts.push(...crowdAt(arm, week, y)));
  if (drawn) parts.push(shape('path', { class: 'drawn', d: path(drawn, x, y) }));
  parts.push(shape('path', { class: 'now', d: `M${x(Math.min(week, weeks))} ${TOP}V${bottom}` }));
  parts.push(...calendars(answer, x, bottom + 6));
  return picture(WIDTH, HEIGHT, described(answer, arms), parts);
}

function curves(arm, x, y) {
  const n = arm.scenario;
  const [q10, q25, median, q75, q90] = arm.bands;
  const crowd = arm.crowd.map((life) => path(life, x, y)).join('');
  return [
    shape('path', { class: `wide f${n}`, d: area(q10, q90, x, y) }),
    shape('path', { class: `narrow f${n}`, d: area(q25, q75, x, y) }),
    shape('path', { class: `crowd s${n}`, d: crowd }),
    shape('path', { class: `line s${n} d${n}`, d: path(median, x, y) }),
  ];
}

/** Single people at the week that is looked at, beside the curves, a column for each scenario. */
function crowdAt(arm, week, y) {
  const column = RIGHT + 14 + arm.scenario * 16;
  const now = arm.crowd.map((life) => life[Math.min(week, life.length - 1)]);
  const dots = now.map((value, n) => shape('circle', {
    class: `f${arm.scenario}`, cx: column + ((n * 5) % 9) - 4, cy: y(value), r: 2.2, opacity: 0.55,
  }));
  const middle = arm.bands[2][Math.min(week, arm.bands[2].length - 1)];
  return [...dots, marker(arm.scenario, column, y(middle), 6)];
}

function calendars(answer, x, top) {
  let row = 0;
  return answer.scenarios.flatMap((scenario, n) => scenario.treatments.map(([name, from, to]) => {
    const at = { x: x(from), y: top + 9 * row++, width: Math.max(1, x(to) - x(from)), height: 6, rx: 2 };
    return shape('g', {}, shape('title', {}, `${scenario.title}: ${name}, week ${from} to ${to}`),
      shape('rect', { class: `f${n}`, opacity: 0.75, ...at }));
  }));
}

function described(answer, arms) {
  const said = arms.map((arm) => {
    const scenario = answer.scenarios[arm.scenario];
    const at = (week) => Math.round(arm.bands[2][Math.min(week, arm.bands[2].length - 1)]);
    return `${scenario.title}: the person in the middle goes from ${at(0)} to ${at(scenario.outcome_week)} points by week ` +
      `${scenario.outcome_week} and is at ${at(scenario.weeks)} at the end`;
  });
  return `How ill people are over the weeks. ${said.join('. ')}.`;
}
