// Predict first: a curve is drawn by hand or by keyboard, for each account, before the result is shown.

import { element, fill, path, picture, scale, shape, weekTicks } from './draw.js';

const WIDTH = 560;
const HEIGHT = 260;
const LEFT = 40;
const RIGHT = WIDTH - 12;

/** Opens the pad. `revealed` gets, for each account, one value for each week, or nothing where none was drawn. */
export function open(place, answer, titles, revealed) {
  const last = answer.scenarios.length - 1;
  const weeks = answer.scenarios[last].weeks;
  const known = answer.arms.find((arm) => arm.scenario === 0 && arm.account === 0).bands[2];
  const accounts = answer.ill.length;
  const curves = Array.from({ length: accounts }, () => Array(weeks + 1).fill(known[0]));
  const touched = Array(accounts).fill(false);
  let now = 0;
  const highest = Math.max(80, Math.ceil(Math.max(...known) / 10) * 10);
  const x = scale([0, weeks], [LEFT, RIGHT]);
  const y = scale([0, highest], [HEIGHT - 34, 22]);
  const stops = [...new Set([0, 4, 8, 12, 16, 24, 32, 40, weeks].filter((week) => week <= weeks))].sort((a, b) => a - b);
  const lines = curves.map((_, n) => shape('path', { class: `drawn${n ? ' d0x' : ''} t${n}` }));
  const sliders = [];

  const redraw = () => {
    lines.forEach((line, n) => line.setAttribute('d', touched[n] || n === now ? path(curves[n], x, y) : ''));
    for (const slider of sliders) {
      slider.value = Math.round(curves[now][slider.dataset.week]);
      slider.setAttribute('aria-valuetext', `${slider.value} points`);
      slider.previousElementSibling.lastElementChild.textContent = slider.value;
    }
  };
  const ticks = weekTicks(weeks).map((tick) => shape('text', {
    class: 'muted', x: x(tick), y: HEIGHT - 16, 'text-anchor': 'middle',
  }, tick));
  const marks = [0, 20, 40, 60, 80].flatMap((value) => [
    shape('path', { class: 'axis', d: `M${LEFT} ${y(value)}H${RIGHT}` }),
    shape('text', { class: 'muted', x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, value)]);
  // With one scenario there is nothing to draw against: its own curve is the question.
  const reference = last > 0 ? shape('path', { class: 'line s0 d0', d: path(known.slice(0, weeks + 1), x, y) }) : null;
  const board = picture(WIDTH, HEIGHT, 'Pad to draw a curve on; the sliders below do the same', marks, ticks,
    shape('text', { class: 'muted', x: 0, y: 12 }, 'severity, 0 to 100'),
    shape('text', { class: 'muted', x: RIGHT, y: HEIGHT - 1, 'text-anchor': 'end' }, 'weeks'), reference, lines);

  let before = null;
  const draw = (event) => {
    const drawn = curves[now];
    const box = board.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * WIDTH;
    const py = ((event.clientY - box.top) / box.height) * HEIGHT;
    const week = Math.round(Math.min(weeks, Math.max(0, scale([LEFT, RIGHT], [0, weeks])(px))));
    const value = Math.min(highest, Math.max(0, scale([HEIGHT - 34, 22], [0, highest])(py)));
    const [from, begin] = before ?? [week, value];
    const step = week >= from ? 1 : -1;
    for (let at = from; at !== week + step; at += step) {
      drawn[at] = begin + (value - begin) * (week === from ? 1 : (at - from) / (week - from));
    }
    before = [week, value];
    touched[now] = true;
    redraw();
  };
  board.addEventListener('pointerdown', (event) => {
    board.setPointerCapture(event.pointerId);
    before = null;
    draw(event);
  });
  board.addEventListener('pointermove', (event) => { if (event.buttons) draw(event); });

  const points = stops.map((week) => {
    const id = `point-${week}`;
    const slider = element('input', {
      id, type: 'range', min: 0, max: highest, step: 1, 'data-week': week,
      oninput: () => {
        curves[now][week] = Number(slider.value);
        between(curves[now], stops, week);
        touched[now] = true;
        redraw();
      },
    });
    sliders.push(slider);
    return element('div', {}, element('label', { for: id }, `Week ${week}: `, element('output', { for: id })), slider);
  });
  const choose = accounts > 1 ? element('div', { class: 'fields', role: 'group', 'aria-label': 'Account to draw for' },
    titles.map((title, n) => element('label', {}, element('input', {
      type: 'radio', name: 'drawn-for', checked: n === 0, onchange: () => { now = n; redraw(); },
    }), ` Account ${'AB'[n]}: ${title}`))) : null;
  const reveal = element('button', { type: 'button', id: 'reveal', onclick: () => revealed(curves.map((curve, n) => (touched[n] ? curve : null))) }, 'Reveal');
  fill(place,
    element('h2', { id: 'pad-title' }, `Draw what you expect for “${answer.scenarios[last].title}”`),
    element('p', { class: 'small' }, 'With a finger, a mouse or the sliders: where is the median person, week by week?',
      last > 0 ? ` The line that is there already is “${answer.scenarios[0].title}”.` : '',
      accounts > 1 ? ' Draw one curve for each account if they should differ.' : '', ' Then reveal what follows.'),
    choose, board, element('div', { class: 'points' }, points), element('p', {}, reveal));
  place.hidden = false;
  redraw();
  sliders[0].focus();
}

/** Straight lines from a point to its neighbours. */
function between(drawn, stops, week) {
  const at = stops.indexOf(week);
  for (const other of [stops[at - 1], stops[at + 1]]) {
    if (other === undefined) continue;
    const step = Math.sign(other - week);
    for (let now = week; now !== other; now += step) {
      drawn[now] = drawn[week] + ((drawn[other] - drawn[week]) * (now - week)) / (other - week);
    }
  }
}

/** What was drawn against what came out, in words. */
export function judged(answer, drawn) {
  const last = answer.scenarios.length - 1;
  const { week } = answer;
  const many = answer.ill.length > 1;
  const said = answer.arms.filter((arm) => arm.scenario === last && drawn[arm.account]).map((arm) => {
    const where = many ? ` under account ${'AB'[arm.account]}` : '';
    return `You drew ${Math.round(drawn[arm.account][week])} points at week ${week}${where}; it is ${Math.round(arm.bands[2][week])}.`;
  });
  return said.join(' ') || 'You drew nothing; here is what follows.';
}
