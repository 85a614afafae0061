// One card for each account: the same people under the scenarios, and the verdict in words.

import { area, element, fill, marker, move, path, picture, scale, shape, weekTicks } from './draw.js';
import { word } from './terms.js';

/** Disputed lines of an account that are shown at once. */
const SHOWN = 4;
const narrow = matchMedia('(max-width: 40rem)');

/** Measures of the chart: flat, and without markers beside the curves, where there is little room. */
function sheet() {
  return narrow.matches
    ? { width: 430, height: 190, left: 40, right: 340, top: 20 }
    : { width: 430, height: 250, left: 32, right: 318, top: 18 };
}

/** What only this account assumes, against the others. */
function onlyHere(brain, account, others) {
  const elsewhere = new Set(others.flatMap((other) => other.couplings.map(([name]) => name)));
  const own = account.couplings.map(([name]) => name).filter((name) => !elsewhere.has(name));
  const items = own.map((name) => element('li', {}, word(name, brain.couplings[name]?.meaning ?? name)));
  const says = others.length ? 'Only this account says:' : 'This account says:';
  const head = own.length ? says : 'This account leaves out everything that is disputed.';
  const more = items.length > SHOWN
    ? element('details', {}, element('summary', {}, `and ${items.length - SHOWN} more`), element('ul', {}, items.slice(SHOWN))) : null;
  return element('div', { class: 'only' }, element('p', {}, element('strong', {}, head)), element('ul', {}, items.slice(0, SHOWN)), more);
}

/** Builds the cards; the pictures come with the first answer. */
export function build(place, says, brain, state) {
  const accounts = state.accounts.map((name) => brain.accounts.find((a) => a.name === name)).filter(Boolean);
  const letter = (n) => element('p', { class: 'kicker' }, accounts.length > 1 ? `Account ${'AB'[n]}` : 'The account');
  fill(place, accounts.map((account, n) => element('article', { class: 'story', 'data-story': n },
    element('div', { class: 'head' }, letter(n), element('h2', {}, account.title)),
    element('div', { class: 'verdict' }),
    element('div', { class: 'curves' }, element('p', { class: 'small' }, 'Simulating the first people …')))));
  fill(says, accounts.map((account, n) => {
    const others = accounts.filter((_, other) => other !== n);
    return element('article', { class: 'story', 'data-story': n },
      letter(n), element('h3', {}, account.title), element('p', { class: 'says' }, account.says), onlyHere(brain, account, others));
  }));
}

/**
 * Draws an answer into the cards; lines move from where they were.
 * `look` holds the week, the curves that were drawn (one for each account), and whether single people are shown.
 */
export function show(place, answer, before, look) {
  for (const card of place.children) {
    const account = Number(card.dataset.story);
    const arms = answer.arms.filter((arm) => arm.account === account);
    const old = before?.arms.filter((arm) => arm.account === account);
    const fits = old?.length === arms.length && old.every((arm, n) => arm.bands[0].length === arms[n].bands[0].length);
    const frame = (share) => {
      const mixed = fits && share < 1 ? arms.map((arm, n) => between(old[n], arm, share)) : arms;
      fill(card.querySelector('.curves'), chart(answer, mixed, look, look.drawn?.[account]));
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

/** The words of each contrast; none before everybody was simulated, so that no word flips while people are counted. */
function verdicts(answer, account) {
  if (answer.people < answer.of) {
    return element('p', { class: 'short', 'data-sign': '…' }, `Counting: ${answer.people} of ${answer.of} people`);
  }
  const accounts = answer.ill.length;
  const differ = answer.scenarios.some((scenario) => scenario.outcome_week !== answer.week);
  const judged = differ ? [element('p', { class: 'small' }, answer.judged)] : [];
  return judged.concat(answer.contrasts.flatMap((contrast, n) => {
    if (contrast.variant !== account) return [];
    const told = answer.words[n];
    const many = answer.contrasts.length / accounts > 1;
    const title = many ? element('h3', {}, answer.scenarios[contrast.scenario_b].title) : null;
    return [title,
      element('p', { class: 'short', 'data-sign': told.sign }, told.short),
      element('p', { class: 'long' }, told.long)];
  }));
}

/** The scenarios with their signs, and how to read the curves. */
export function legend(place, answer, crowd) {
  fill(place, answer.scenarios.map((scenario, n) => {
    const sign = shape('svg', { width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': true },
      shape('path', { class: `line s${n} d${n}`, d: 'M0 7H34' }), marker(n, 17, 7));
    return element('li', {}, sign, scenario.title);
  }), element('li', { class: 'small' }, crowd ? 'thick line: median; thin lines and dots: single people' : 'line: median; bands: the middle 50 and 80 % of people'));
}

function chart(answer, arms, look, drawn) {
  const { width, height, left, right, top } = sheet();
  const small = narrow.matches;
  const { week } = look;
  const weeks = Math.max(...answer.scenarios.map((s) => s.weeks));
  const calendar = answer.scenarios.reduce((rows, s) => rows + s.treatments.length, 0);
  const bottom = height - 22 - 8 * calendar;
  const highest = Math.max(...arms.map((arm) => Math.max(...(look.crowd ? arm.crowd.flat() : arm.bands[4]))), answer.thresholds[1] + 5);
  const x = scale([0, weeks], [left, right]);
  const y = scale([0, Math.ceil(highest / 10) * 10], [bottom, top]);
  const [remission, ill] = answer.thresholds;
  const parts = [];
  for (const tick of weekTicks(weeks)) {
    parts.push(shape('path', { class: 'axis', d: `M${x(tick)} ${top}V${bottom}` }),
      shape('text', { class: 'muted', x: x(tick), y: height - 3, 'text-anchor': 'middle' }, tick));
  }
  parts.push(shape('text', { class: 'muted', x: right + 14, y: height - 3 }, 'weeks'));
  for (let value = 0; value <= highest; value += small ? 40 : 20) {
    parts.push(shape('text', { class: 'muted', x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, value));
  }
  parts.push(shape('text', { class: 'muted', x: 0, y: top - 6 }, 'severity, 0 to 100'));
  for (const [value, said] of [[ill, 'ill above'], [remission, 'remission']]) {
    parts.push(shape('path', { class: 'limit', d: `M${left} ${y(value)}H${right}` }),
      shape('text', { class: 'muted', x: width, y: y(value) + 4, 'text-anchor': 'end' }, said));
  }
  arms.forEach((arm) => parts.push(...curves(arm, x, y, look.crowd)));
  if (!small) {
    parts.push(shape('text', { class: 'muted', x: right + 4, y: top - 6 }, `week ${Math.min(week, weeks)}`));
    arms.forEach((arm) => parts.push(...at(arm, look, right, y)));
  }
  if (drawn) parts.push(shape('path', { class: 'drawn', d: path(drawn, x, y) }));
  parts.push(shape('path', { class: 'now', d: `M${x(Math.min(week, weeks))} ${top}V${bottom}` }));
  parts.push(...calendars(answer, x, bottom + 5));
  return picture(width, height, described(answer, arms), parts);
}

function curves(arm, x, y, crowd) {
  const n = arm.scenario;
  const [q10, q25, median, q75, q90] = arm.bands;
  const spread = crowd
    ? [shape('path', { class: `crowd s${n}`, d: arm.crowd.map((person) => path(person, x, y)).join('') })]
    : [shape('path', { class: `wide f${n}`, d: area(q10, q90, x, y) }), shape('path', { class: `narrow f${n}`, d: area(q25, q75, x, y) })];
  return [...spread, shape('path', { class: `line s${n} d${n}`, d: path(median, x, y) })];
}

/** The median at the week that is looked at, beside the curves, a column for each scenario; single people where they are shown. */
function at(arm, { week, crowd }, right, y) {
  const column = right + 13 + arm.scenario * 13;
  const now = crowd ? arm.crowd.map((person) => person[Math.min(week, person.length - 1)]) : [];
  const dots = now.map((value, n) => shape('circle', {
    class: `f${arm.scenario}`, cx: column + ((n * 5) % 9) - 4, cy: y(value), r: 2.2, opacity: 0.55,
  }));
  const middle = arm.bands[2][Math.min(week, arm.bands[2].length - 1)];
  return [...dots, marker(arm.scenario, column, y(middle), 5.5)];
}

function calendars(answer, x, top) {
  let row = 0;
  return answer.scenarios.flatMap((scenario, n) => scenario.treatments.map(([name, from, to]) => {
    const box = { x: x(from), y: top + 8 * row++, width: Math.max(1, x(to) - x(from)), height: 5, rx: 2 };
    return shape('g', {}, shape('title', {}, `${scenario.title}: ${name}, week ${from} to ${to}`),
      shape('rect', { class: `f${n}`, opacity: 0.75, ...box }));
  }));
}

function described(answer, arms) {
  const said = arms.map((arm) => {
    const scenario = answer.scenarios[arm.scenario];
    const median = (week) => Math.round(arm.bands[2][Math.min(week, arm.bands[2].length - 1)]);
    return `${scenario.title}: the median goes from ${median(0)} to ${median(answer.week)} points by week ` +
      `${answer.week} and is ${median(scenario.weeks)} at the end`;
  });
  return `Severity over the weeks. ${said.join('. ')}.`;
}
