// The lab page: an experiment, a synapse, BDNF, and the time between two spikes.

import { element, fill, marker, picture, scale, shape } from './draw.js';
import * as link from './link.js';
import { get, listen } from './state.js';
import * as terms from './terms.js';

const $ = (id) => document.getElementById(id);
const WIDTH = 560;
const HEIGHT = 340;
/** Colours that rules can have. */
const COLOURS = 7;

let offers = [];
let stop = () => {};
let timer;
const state = { protocol: '', synapse: '', bdnf: 1, lag: 10 };

const offer = () => offers.find((o) => o.name === state.protocol);

function ask() {
  link.write(state);
  said();
  clearTimeout(timer);
  timer = setTimeout(() => {
    stop();
    document.body.dataset.state = 'asking';
    const levels = state.bdnf === 1 ? [1] : [1, state.bdnf];
    const question = { protocol: state.protocol, bdnf: levels, synapses: state.synapse ? [state.synapse] : [], lag: offer().has_lag ? state.lag : null };
    stop = listen('/api/lab', { question: JSON.stringify(question) }, (event, data) => {
      if (event === 'experiment') show(data);
      else if (event === 'refused') trouble(data);
      else if (event === 'lost') trouble('The connection was lost. Trying again …');
      else if (event === 'done') document.body.dataset.state = 'done';
    });
  }, 60);
}

function trouble(text) {
  $('trouble').hidden = !text;
  $('trouble').textContent = text ?? '';
}

function said() {
  const order = state.lag > 0 ? `${state.lag} ms after` : state.lag < 0 ? `${-state.lag} ms before` : 'together';
  $('lag-said').textContent = order;
  $('lag').setAttribute('aria-valuetext', order);
  const level = state.bdnf === 1 ? 'normal' : `× ${state.bdnf}`;
  $('bdnf-said').textContent = level;
  $('bdnf').setAttribute('aria-valuetext', level);
  $('spikes-box').hidden = !offer().has_lag;
  spikes();
}

/** Two traces with a spike each. */
function spikes() {
  const x = scale([-60, 60], [20, 540]);
  const trace = (y, at, name, n) => [
    shape('path', { class: `line s${n}`, 'stroke-width': 2, d: `M20 ${y}H${x(at) - 4}L${x(at)} ${y - 42}L${x(at) + 4} ${y}H540` }),
    shape('text', { x: 20, y: y + 16 }, name)];
  fill($('spikes'), picture(560, 130, `The first cell fires, and the second ${$('lag-said').textContent}`,
    trace(52, 0, 'first cell', 0), trace(112, state.lag, 'second cell', 1)));
}

function show({ experiment, at }) {
  trouble(null);
  fill($('panels'), experiment.panels.map((panel) => card(panel, at?.panels.find((p) => p.name === panel.name), experiment)));
  const points = at && own(at.panels[0]).map((c) => `${named(c)}: ${change(c.points[0].y)}`);
  $('live').textContent = points ? points.join('; ') : `${experiment.title} is drawn.`;
}

/** A relative change of the weight in words. */
const change = (value) => (Math.abs(value) < 0.005 ? 'no change' : `${value > 0 ? 'stronger' : 'weaker'} by ${Math.round(Math.abs(value) * 100)} %`);

/** What was simulated spike by spike; a theory says the same about every lag. */
const own = (panel) => (panel?.curves ?? []).filter((curve) => curve.style !== 'theory');

/** Which synapse a curve is of, and under what. */
function named(curve) {
  const title = offer().synapses.find(([name]) => name === curve.synapse)?.[1] ?? curve.synapse;
  return [title, curve.condition, curve.bdnf === 1 ? 'normal BDNF' : `BDNF × ${curve.bdnf}`].filter(Boolean).join(', ');
}

function card(panel, at, experiment) {
  const names = panel.x.scale.named;
  const log = panel.x.scale === 'logarithmic';
  const place = (value) => (log ? Math.log10(value) : value);
  const points = [...panel.curves.flatMap((c) => c.points), ...panel.published.flatMap((s) => s.points)].filter((p) => !log || p.x > 0);
  const ys = points.flatMap((p) => [p.y - (p.sem ?? 0), p.y + (p.sem ?? 0)]);
  const xs = points.map((p) => place(p.x));
  const pad = (Math.max(...ys) - Math.min(...ys)) * 0.08 || 0.1;
  const [left, bottom] = [52, HEIGHT - 40];
  const x = scale([Math.min(...xs) - (names ? 0.5 : 0), Math.max(...xs) + (names ? 0.5 : 0)], [left, WIDTH - 14]);
  const y = scale([Math.min(...ys) - pad, Math.max(...ys) + pad], [bottom, 14]);
  // A rule keeps its colour whatever else is drawn; conditions differ by the sign at their end, levels of BDNF by their dashes.
  const rules = [...new Set(panel.curves.map((c) => c.synapse))];
  const conditions = [...new Set(panel.curves.map((c) => c.condition))];
  const levels = [...new Set([1, ...panel.curves.map((c) => c.bdnf)])];
  const colour = (c) => rules.indexOf(c.synapse) % COLOURS;
  const form = (c) => conditions.indexOf(c.condition);
  const dash = (c) => levels.indexOf(c.bdnf) % 4;
  const keyed = (c) => [c.synapse, c.condition, c.bdnf].join();
  const keys = [...new Set(panel.curves.map(keyed))];
  const parts = [];
  const ticks = (low, high) => {
    const step = 10 ** Math.floor(Math.log10((high - low) / 3 || 1));
    const wide = (high - low) / step > 8 ? step * (high - low > 20 * step ? 5 : 2) : step;
    const all = [];
    for (let t = Math.ceil(low / wide) * wide; t <= high + 1e-9; t += wide) all.push(Math.round(t * 1e6) / 1e6);
    return all;
  };
  for (const t of ticks(Math.min(...ys), Math.max(...ys))) {
    parts.push(shape('path', { class: 'axis', d: `M${left} ${y(t)}H${WIDTH - 14}` }), shape('text', { class: 'muted', x: left - 6, y: y(t) + 4, 'text-anchor': 'end' }, t));
  }
  const across = names ? names.map((name, n) => [n, name]) : ticks(Math.min(...xs), Math.max(...xs)).map((t) => [t, log ? Number((10 ** t).toPrecision(2)) : t]);
  for (const [t, text] of across) parts.push(shape('text', { class: 'muted', x: x(t), y: bottom + 16, 'text-anchor': 'middle' }, text));
  parts.push(shape('text', { class: 'muted', x: WIDTH - 14, y: HEIGHT - 6, 'text-anchor': 'end' }, `${panel.x.label}${panel.x.unit ? `, ${panel.x.unit}` : ''}`));
  for (const c of panel.curves) {
    const n = colour(c);
    const drawn = c.points.filter((p) => !log || p.x > 0);
    if (c.style === 'bars') {
      const base = y(Math.max(Math.min(0, Math.max(...ys)), Math.min(...ys) - pad));
      parts.push(drawn.map((p) => shape('path', { class: `s${n}`, 'stroke-width': 10, opacity: 0.75, d: `M${x(place(p.x)) + 12 * (keys.indexOf(keyed(c)) - (keys.length - 1) / 2)} ${base}V${y(p.y)}` })));
    } else if (c.style === 'dots') {
      parts.push(drawn.map((p) => shape('circle', { class: `f${n}`, cx: x(place(p.x)), cy: y(p.y), r: 1.6, opacity: 0.5 })));
    } else {
      const d = drawn.map((p, i) => `${i ? 'L' : 'M'}${x(place(p.x)).toFixed(1)} ${y(p.y).toFixed(1)}`).join('');
      parts.push(shape('path', { class: `line s${n} ${c.style === 'theory' ? 'd3' : `d${dash(c)}`}`, d }));
      const end = drawn.at(-1);
      if (c.style !== 'theory' && end) parts.push(marker(n, x(place(end.x)), y(end.y), 4, form(c)));
    }
  }
  for (const series of panel.published) {
    for (const p of series.points.filter((point) => !log || point.x > 0)) {
      const [px, py] = [x(place(p.x)), y(p.y)];
      if (p.sem) parts.push(shape('path', { class: 'now', d: `M${px} ${y(p.y - p.sem)}V${y(p.y + p.sem)}` }));
      parts.push(shape('circle', { cx: px, cy: py, r: 3.6, fill: 'var(--card)', stroke: 'var(--ink)', 'stroke-width': 1.6 }));
    }
  }
  for (const c of own(at)) parts.push(shape('g', { class: 'at' }, marker(colour(c), x(c.points[0].x), y(c.points[0].y), 8, form(c))));
  const entries = keys.map((key) => {
    const c = panel.curves.find((curve) => keyed(curve) === key);
    const sign = shape('svg', { width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': true }, shape('path', { class: `line s${colour(c)} d${dash(c)}`, d: 'M0 7H34' }), marker(colour(c), 17, 7, 5, form(c)));
    return element('li', {}, sign, named(c));
  });
  const published = [...new Set(panel.published.map((s) => s.label))].map((label) => element('li', {}, `○ published: ${label}`));
  const single = own(at).map((c) => element('li', {}, element('strong', {}, `${named(c)}: `), change(c.points[0].y)));
  const rejected = experiment.fits.filter((f) => f.rejected).map((f) => offer().synapses.find(([name]) => name === f.synapse)?.[1] ?? f.synapse);
  return element('article', { class: 'story' }, element('h2', {}, panel.title),
    picture(WIDTH, HEIGHT, `${panel.title}: ${panel.y.label} over ${panel.x.label}`, shape('text', { class: 'muted', x: 0, y: 11 }, `${panel.y.label}${panel.y.unit ? `, ${panel.y.unit}` : ''}`), parts.flat()),
    single.length ? element('ul', {}, single) : null, element('ul', { class: 'legend' }, entries, published),
    rejected.length ? element('p', {}, `The published points reject: ${rejected.join(', ')}.`) : null);
}

function choose() {
  const o = offer();
  $('shows').textContent = o.shows;
  fill($('synapse'), element('option', { value: '' }, 'all that this experiment compares'), o.synapses.map(([name, title]) => element('option', { value: name, selected: name === state.synapse }, title)));
}

terms.start();
try {
  offers = await get('/api/bench');
  state.protocol = offers.find((o) => o.has_lag)?.name ?? offers[0].name;
  try {
    Object.assign(state, link.read());
  } catch { /* a link without a state */ }
  if (!offer()) state.protocol = offers[0].name;
  fill($('protocol'), offers.map((o) => element('option', { value: o.name, selected: o.name === state.protocol }, o.title)));
  $('protocol').onchange = () => { state.protocol = $('protocol').value; state.synapse = ''; choose(); ask(); };
  $('synapse').onchange = () => { state.synapse = $('synapse').value; ask(); };
  for (const id of ['lag', 'bdnf']) {
    $(id).value = state[id];
    $(id).oninput = () => { state[id] = Number($(id).value); ask(); };
  }
  choose();
  ask();
} catch (error) {
  trouble(`The page could not be loaded: ${error.message}`);
}
