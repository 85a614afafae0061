// What leads to what: boxes in columns, disputed lines as thick as their dials.

import { element, fill, picture, shape } from './draw.js';
import { times } from './state.js';
import { word } from './terms.js';

const WIDTH = 1180;
const BOX = 158;
const ROW = 34;
const HEAD = 30;

/** Draws a brain. Couplings of the accounts are lit: account A above, B below where both have one. */
export function show(place, words, graph, brain, state) {
  const lit = new Map();
  state.accounts.forEach((name, n) => {
    const account = brain.accounts.find((a) => a.name === name);
    for (const [coupling] of account?.couplings ?? []) {
      lit.set(coupling, [...(lit.get(coupling) ?? []), n]);
    }
  });
  const near = around(graph, lit);
  const nodes = graph.nodes.map((node, id) => ({ ...node, id })).filter((node) => near.has(node.id));
  const edges = graph.edges.filter((edge) => near.has(edge.from) && near.has(edge.to) && edge.from !== edge.to);
  const columns = graph.columns.map((_, n) => nodes.filter((node) => node.column === n));
  order(columns, edges);
  const height = HEAD + ROW * Math.max(...columns.map((c) => c.length), 1) + 10;
  const at = new Map();
  columns.forEach((column, n) => column.forEach((node, row) => {
    const x = (n * (WIDTH - BOX)) / Math.max(columns.length - 1, 1);
    at.set(node.id, { x, y: HEAD + (height - HEAD) * ((row + 0.5) / column.length), column: n });
  }));
  const lines = edges.map((edge) => line(edge, at, lit, state, brain)).sort((a, b) => a.rank - b.rank).map((l) => l.made);
  const boxes = nodes.map((node) => box(node, at.get(node.id)));
  const heads = graph.columns.map((title, n) => shape('text', {
    class: 'muted', x: (n * (WIDTH - BOX)) / Math.max(columns.length - 1, 1) + BOX / 2, y: 14, 'text-anchor': 'middle',
  }, title.split(':')[0]));
  fill(place, picture(WIDTH, height, `What leads to what. ${described(lit, brain, state)}`, heads, lines, boxes));
  fill(words, table(lit, brain, state));
}

/** Boxes that a lit line touches, and those on the way from what is given to what is observed. */
function around(graph, lit) {
  const near = new Set();
  for (const edge of graph.edges) {
    if (edge.disputed && lit.has(edge.disputed[1])) near.add(edge.from).add(edge.to);
  }
  const last = graph.columns.length - 1;
  graph.nodes.forEach((node, id) => { if (node.column >= last - 1) near.add(id); });
  for (const [from, to] of [['from', 'to'], ['to', 'from']]) {
    for (let round = 0; round < 2; round++) {
      for (const edge of graph.edges) {
        const goes = !edge.disputed && near.has(edge[from]) && graph.nodes[edge[from]].column < last - 1;
        if (goes) near.add(edge[to]);
      }
    }
  }
  return near;
}

/** A box goes where its neighbours are, so that few lines cross. */
function order(columns, edges) {
  const place = new Map();
  const note = () => columns.forEach((c) => c.forEach((node, n) => place.set(node.id, (n + 0.5) / c.length)));
  for (let round = 0; round < 6; round++) {
    note();
    for (const column of columns) {
      const wish = new Map(column.map((node) => {
        const others = edges.flatMap((e) => (e.from === node.id ? [e.to] : e.to === node.id ? [e.from] : []));
        const mean = others.reduce((sum, other) => sum + place.get(other), 0) / (others.length || 1);
        return [node.id, others.length ? mean : place.get(node.id)];
      }));
      column.sort((a, b) => wish.get(a.id) - wish.get(b.id));
    }
  }
}

function line(edge, at, lit, state, brain) {
  const [a, b] = [at.get(edge.from), at.get(edge.to)];
  const name = edge.disputed?.[1];
  const tellers = name ? lit.get(name) : undefined;
  const strong = tellers ? times(state, brain, name) : 0;
  const same = a.column === b.column;
  const forward = a.x < b.x;
  const x1 = same || forward ? a.x + BOX : a.x;
  const x2 = same || !forward ? b.x + BOX : b.x;
  const bend = same ? 26 : (x2 - x1) / 2;
  const d = `M${x1} ${a.y}C${x1 + bend} ${a.y} ${x2 + (same ? bend : -bend)} ${b.y} ${x2} ${b.y}`;
  if (!tellers) {
    return { rank: 0, made: shape('path', { d, class: 'axis', 'stroke-dasharray': name ? '2 5' : undefined }) };
  }
  const both = tellers.length > 1;
  const story = both ? 4 : tellers[0];
  const made = shape('g', {}, shape('title', {}, `${edge.disputed[0]}: ${strong === 0 ? 'off' : `times ${Math.round(100 * strong) / 100}`}`),
    shape('path', {
      d, fill: 'none', class: both ? 'now' : `t${story}`, 'stroke-width': 1 + 3 * strong, 'stroke-dasharray': strong === 0 ? '3 5' : undefined,
    }),
    shape('circle', { cx: x2, cy: b.y, r: 3.5 + strong, class: both ? undefined : `u${story}` }));
  return { rank: 1, made };
}

function box(node, { x, y }) {
  const label = node.label.length > 25 ? `${node.label.slice(0, 24)}…` : node.label;
  return shape('g', {}, shape('title', {}, node.label),
    shape('rect', { x, y: y - 12, width: BOX, height: 24, rx: 5, fill: 'var(--shade)', stroke: 'var(--muted)', 'stroke-width': 0.8 }),
    shape('text', { x: x + BOX / 2, y: y + 4, 'text-anchor': 'middle' }, label));
}

const strength = (times) => (times === 0 ? 'off' : times === 1 ? 'as told' : `× ${Math.round(times * 100) / 100}`);
const letters = (tellers) => tellers.map((n) => 'AB'[n]).join(' and ');

function described(lit, brain, state) {
  return [...lit].map(([name, tellers]) =>
    `${brain.couplings[name]?.meaning ?? name}, in account ${letters(tellers)}, ${strength(times(state, brain, name))}`).join('. ');
}

function table(lit, brain, state) {
  const rows = [...lit].map(([name, tellers]) => element('tr', {},
    element('td', {}, word(name, brain.couplings[name]?.meaning ?? name)), element('td', {}, letters(tellers)),
    element('td', {}, strength(times(state, brain, name))), element('td', {}, brain.couplings[name]?.grade ?? '')));
  if (!rows.length) return [];
  const head = element('tr', {}, ['Disputed line', 'Account', 'Strength', 'Known from'].map((t) => element('th', { scope: 'col' }, t)));
  return element('details', {}, element('summary', {}, 'The disputed lines as a list'),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Disputed lines' }, element('table', {}, element('thead', {}, head), element('tbody', {}, rows))));
}
