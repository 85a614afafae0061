// Small helpers for pictures and elements.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children; `on…` adds a listener, text becomes text. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same within a picture. */
export function shape(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/** A picture with a title and a description for those who cannot see it. */
export function picture(width, height, title, ...children) {
  return shape('svg', {
    class: 'picture', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title,
  }, ...children);
}

/** Puts children in the place of what was there. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

/** From a range of values to a range of pixels. */
export const scale = (from, to) => (value) =>
  to[0] + ((value - from[0]) / (from[1] - from[0] || 1)) * (to[1] - to[0]);

const round = (value) => Math.round(value * 10) / 10;

/** A line through values, one for each week. */
export const path = (values, x, y) =>
  values.map((value, week) => `${week ? 'L' : 'M'}${round(x(week))} ${round(y(value))}`).join('');

/** The area between two lines. */
export const area = (low, high, x, y) => {
  const back = high.map((value, week) => `L${round(x(week))} ${round(y(value))}`).reverse();
  return path(low, x, y) + back.join('') + 'Z';
};

/** A sign in the n-th colour; its form is that of the n-th scenario, or another. */
export function marker(n, x, y, size = 5, form = n) {
  const points = [
    null,
    [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    [[0, -1.2], [1.15, 0.95], [-1.15, 0.95]],
    [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  ][form % 4];
  const group = { class: `f${n}` };
  if (!points) return shape('circle', { ...group, cx: x, cy: y, r: size });
  const at = points.map(([dx, dy]) => `${round(x + dx * size * 0.9)},${round(y + dy * size * 0.9)}`);
  return shape('polygon', { ...group, points: at.join(' ') });
}

/** Weeks worth a label. */
export const weekTicks = (weeks) => {
  const step = weeks > 60 ? 16 : weeks > 24 ? 8 : 4;
  return Array.from({ length: Math.floor(weeks / step) + 1 }, (_, n) => n * step);
};

export const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Moves from one set of numbers to the next; at once where motion is not wanted. */
export function move(step) {
  if (still.matches || document.hidden) return step(1);
  const began = performance.now();
  const frame = (now) => {
    const share = Math.min(1, (now - began) / 180);
    step(share * (2 - share));
    if (share < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Saves a text or a blob as a file. */
export function save(name, content, kind) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: kind });
  const address = URL.createObjectURL(blob);
  const link = element('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
