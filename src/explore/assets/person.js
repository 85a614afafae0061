// The slow steps on one axis of time, and one person's network through the weeks.

import { element, fill, path, picture, scale, shape, weekTicks } from './draw.js';

const WIDTH = 1100;
const LEFT = 190;
const ROW = 62;

/** The slow steps of all arms, one row each. */
export function factors(place, answer, week) {
  const names = answer.arms[0].factors.map(([name]) => name);
  const weeks = Math.max(...answer.scenarios.map((s) => s.weeks));
  const x = scale([0, weeks], [LEFT, WIDTH - 12]);
  const rows = [...names.map((name, n) => [name, (arm) => arm.factors[n][1]]), ['Severity (median)', (arm) => arm.bands[2]]];
  const height = ROW * rows.length + 36;
  const ticks = weekTicks(weeks).flatMap((tick) => [
    shape('path', { class: 'axis', d: `M${x(tick)} 0V${height - 32}` }),
    shape('text', { class: 'muted', x: x(tick), y: height - 16, 'text-anchor': 'middle' }, tick)]);
  const drawn = rows.flatMap(([name, values], row) => {
    const all = answer.arms.flatMap(values);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const y = scale([low, high === low ? low + 1 : high], [ROW * (row + 1) - 8, ROW * row + 10]);
    const lines = answer.arms.map((arm) => shape('path', {
      class: `line s${arm.scenario} ${arm.account ? 'd2' : ''}`, 'stroke-width': 1.8, d: path(values(arm), x, y),
    }));
    const digits = high < 10 ? 2 : 0;
    return [
      shape('text', { x: 0, y: ROW * row + 30 }, name),
      shape('text', { class: 'muted', x: LEFT - 8, y: y(high) + 4, 'text-anchor': 'end' }, high.toFixed(digits)),
      high === low ? null : shape('text', { class: 'muted', x: LEFT - 8, y: y(low) + 4, 'text-anchor': 'end' }, low.toFixed(digits)),
      ...lines];
  });
  const now = shape('path', { class: 'now', d: `M${x(Math.min(week, weeks))} 0V${height - 32}` });
  const said = answer.ill.length > 1 ? 'Solid: account A. Dotted: account B. Colours are those of the scenarios above.' : 'Colours are those of the scenarios above.';
  fill(place, element('p', { class: 'small' }, said),
    picture(WIDTH, height, `Slow steps over ${weeks} weeks: ${names.join(', ')}, and how ill people are`, ticks, drawn.filter(Boolean), now));
}

/** Who is looked at; `chosen` is told when that changes. */
export function pick(place, answer, brain, state, chosen) {
  const who = state.person ?? { scenario: answer.scenarios.length - 1, account: 0, seed: answer.arms[0].seeds[0] };
  const arm = answer.arms.find((a) => a.scenario === who.scenario && a.account === who.account) ?? answer.arms[0];
  const field = (id, label, options, value, change) => {
    const select = element('select', { id, onchange: () => change(Number(select.value)) },
      options.map(([key, text]) => element('option', { value: key, selected: key === value }, text)));
    return element('p', {}, element('label', { for: id }, label), select);
  };
  const seeds = arm.seeds.map((seed) => [seed, `Person ${seed}`]);
  const now = { scenario: arm.scenario, account: arm.account, seed: arm.seeds.includes(who.seed) ? who.seed : arm.seeds[0] };
  const set = (change) => chosen({ ...now, ...change });
  fill(place,
    field('who', 'Who', seeds, now.seed, (seed) => set({ seed })),
    field('where', 'Scenario', answer.scenarios.map((s, n) => [n, s.title]), now.scenario, (scenario) => set({ scenario })),
    answer.ill.length > 1
      ? field('which', 'Account', state.accounts.map((name, n) => [n, `${'AB'[n]}: ${brain.accounts.find((a) => a.name === name)?.title}`]), now.account, (account) => set({ account }))
      : null);
  return now;
}

const NICE = (name) => name.replaceAll('_', ' ');

/** A line of a group to itself, towards the middle of the picture. */
function loop({ x, y, angle }) {
  const at = (turn, far) => `${x - far * Math.cos(angle + turn)} ${y - far * Math.sin(angle + turn)}`;
  return `M${at(-0.5, 16)}C${at(-0.7, 70)} ${at(0.7, 70)} ${at(0.5, 16)}`;
}

/** The network of one week. */
export function network(place, words, film, brain, week) {
  const at = Math.min(week, film.severity.length - 1);
  const used = [...new Set(film.projections.flat())].sort((a, b) => a - b);
  const places = new Map(used.map((population, n) => {
    const angle = (2 * Math.PI * n) / used.length - Math.PI / 2;
    return [population, { x: 280 + 165 * Math.cos(angle), y: 220 + 160 * Math.sin(angle), angle }];
  }));
  const largest = Math.max(...film.weights.flat().map(([late, early]) => Math.abs(late) + Math.abs(early)), 1e-9);
  const lines = film.projections.map(([from, to], n) => {
    const [late, early] = film.weights[at][n];
    const [a, b] = [places.get(from), places.get(to)];
    const d = from === to
      ? loop(a)
      : `M${a.x} ${a.y}Q${(a.x + b.x) / 2 + (b.y - a.y) * 0.12} ${(a.y + b.y) / 2 - (b.x - a.x) * 0.12} ${b.x} ${b.y}`;
    const side = late + early < 0 ? 's1' : 's0';
    const width = (value) => (12 * Math.abs(value)) / largest;
    return shape('g', {}, shape('title', {}, `${NICE(film.populations[from])} to ${NICE(film.populations[to])}: late ${late.toFixed(3)}, early ${early.toFixed(3)}`),
      shape('path', { d, fill: 'none', class: 's4', 'stroke-width': width(Math.abs(late) + Math.abs(early)), opacity: 0.45, stroke: 'var(--series-5)' }),
      shape('path', { d, fill: 'none', class: side, 'stroke-width': Math.max(0.4, width(late)), opacity: 0.6 }));
  });
  const nodes = used.map((population) => {
    const { x, y, angle } = places.get(population);
    const [side, down] = [Math.cos(angle), Math.sin(angle)];
    const anchor = side > 0.3 ? 'start' : side < -0.3 ? 'end' : 'middle';
    const rate = film.rates[at][population];
    return shape('g', {}, shape('title', {}, brain.populations[film.populations[population]] ?? ''),
      shape('circle', { cx: x, cy: y, r: 17, fill: 'var(--card)', stroke: 'var(--ink)', 'stroke-width': 1.2 }),
      shape('circle', { cx: x, cy: y, r: 17 * Math.sqrt(Math.min(1, Math.max(0, rate))), fill: 'var(--series-3)' }),
      shape('text', { x: x + 24 * side, y: y + 4 + (Math.abs(side) > 0.3 ? 24 : 32) * down, 'text-anchor': anchor }, NICE(film.populations[population])));
  });
  fill(place, picture(560, 430, `Network of person ${film.seed} in week ${at}`, lines, nodes));
  fill(words, told(film, at));
}

function told(film, at) {
  const rate = (name) => film.rates[at][film.populations.indexOf(name)] ?? 0;
  const bar = (label, value) => element('div', { class: 'bar' }, element('span', {}, label),
    element('meter', { min: 0, max: 1, value, 'aria-label': label }), element('span', {}, `${Math.round(100 * value)} %`));
  const sum = (part) => film.weights[at].reduce((total, weight) => total + Math.abs(weight[part]), 0);
  const parts = [element('p', {}, element('strong', {}, `Week ${at}: `), `${Math.round(film.severity[at])} points ill, ${film.spines[at]} spines.`)];
  if (film.populations.includes('core_negative') && film.populations.includes('core_positive')) {
    const [negative, positive] = [rate('core_negative'), rate('core_positive')];
    const wins = Math.abs(negative - positive) < 0.05 ? 'Neither reading wins.' : negative > positive ? 'The negative reading wins.' : 'The balanced reading wins.';
    parts.push(element('h3', {}, 'How is an ambiguous event read?'), bar('negative: “I fail”', negative), bar('balanced', positive), element('p', {}, element('strong', {}, wins)));
  }
  const severity = film.severity;
  const y = scale([0, 80], [70, 6]);
  const x = scale([0, severity.length - 1], [4, 356]);
  parts.push(element('h3', {}, 'How ill this person is'), picture(360, 76, 'Severity of this person over the weeks',
    shape('path', { class: 'axis', d: 'M4 70H356' }), shape('path', { class: 'line s0', d: path(severity, x, y) }),
    shape('path', { class: 'now', d: `M${x(at)} 0V70` })));
  parts.push(element('p', { class: 'small' },
    'A line is a bundle of synapses, as thick as it is strong: blue excites, vermillion inhibits, and its yellow rim is the early part, which is not yet consolidated ' +
    `(${((100 * sum(1)) / (sum(0) + sum(1) || 1)).toFixed(1)} % of all weight now). A disc is filled as far as the group answers to an ambiguous event; the groups at the edge that are set from outside stay empty.`));
  return parts;
}
