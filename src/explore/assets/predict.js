// Predict, then reveal: a curve is drawn by hand or by keyboard before the result is shown.

import { element, fill, path, picture, scale, shape, weekTicks } from './draw.js';

const WIDTH = 560;
const HEIGHT = 260;

/** Opens the pad. `revealed` gets one value for each week. */
export function open(place, answer, revealed) {
  const last = answer.scenarios.length - 1;
  const weeks = answer.scenarios[last].weeks;
  const start = answer.arms[0].bands[2][0];
  const highest = 80;
  const x = scale([0, weeks], [36, WIDTH - 12]);
  const y = scale([0, highest], [HEIGHT - 30, 12]);
  const stops = [...new Set([0, 4, 8, 12, 16, 24, 32, 40, weeks].filter((week) => week <= weeks))].sort((a, b) => a - b);
  const drawn = Array(weeks + 1).fill(start);
  const line = shape('path', { class: 'drawn' });
  const sliders = [];

  const redraw = () => {
    line.setAttribute('d', path(drawn, x, y));
    for (const slider of sliders) {
      slider.value = Math.round(drawn[slider.dataset.week]);
      slider.setAttribute('aria-valuetext', `${slider.value} points`);
      slider.previousElementSibling.lastElementChild.textContent = slider.value;
    }
  };
  const ticks = weekTicks(weeks).map((tick) => shape('text', {
    class: 'muted', x: x(tick), y: HEIGHT - 12, 'text-anchor': 'middle',
  }, tick));
  const marks = [0, 20, 40, 60, 80].flatMap((value) => [
    shape('path', { class: 'axis', d: `M36 ${y(value)}H${WIDTH - 12}` }),
    shape('text', { class: 'muted', x: 30, y: y(value) + 4, 'text-anchor': 'end' }, value)]);
  const board = picture(WIDTH, HEIGHT, 'Pad to draw a curve on; the sliders below do the same', marks, ticks,
    shape('text', { class: 'muted', x: 0, y: 8 }, 'how ill'), shape('text', { class: 'muted', x: WIDTH - 12, y: HEIGHT, 'text-anchor': 'end' }, 'weeks'), line);

  let before = null;
  const draw = (event) => {
    const box = board.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * WIDTH;
    const py = ((event.clientY - box.top) / box.height) * HEIGHT;
    const week = Math.round(Math.min(weeks, Math.max(0, scale([36, WIDTH - 12], [0, weeks])(px))));
    const value = Math.min(highest, Math.max(0, scale([HEIGHT - 30, 12], [0, highest])(py)));
    const [from, begin] = before ?? [week, value];
    const step = week >= from ? 1 : -1;
    for (let at = from; at !== week + step; at += step) {
      drawn[at] = begin + (value - begin) * (week === from ? 1 : (at - from) / (week - from));
    }
    before = [week, value];
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
        drawn[week] = Number(slider.value);
        between(drawn, stops, week);
        redraw();
      },
    });
    sliders.push(slider);
    return element('div', {}, element('label', { for: id }, `Week ${week}: `, element('output', { for: id })), slider);
  });
  const reveal = element('button', { type: 'button', id: 'reveal', onclick: () => revealed(drawn) }, 'Reveal');
  fill(place,
    element('h2', { id: 'pad-title' }, `Draw what you expect for “${answer.scenarios[last].title}”`),
    element('p', { class: 'small' }, 'With a finger or mouse, or with the sliders: how ill is the person in the middle, week by week? ' +
      'Then reveal what each story gives.'),
    board, element('div', { class: 'points' }, points), element('p', {}, reveal));
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
  const said = answer.arms.filter((arm) => arm.scenario === last).map((arm) => {
    const letter = answer.ill.length > 1 ? ` ${'AB'[arm.account]}` : '';
    return `${Math.round(arm.bands[2][week])} in story${letter}`;
  });
  return `You drew ${Math.round(drawn[week])} points at week ${week}; it is ${said.join(' and ')}.`;
}
