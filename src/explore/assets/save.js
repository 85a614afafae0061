// A state kept: link, scenario files, numbers, pictures.

import { element, save } from './draw.js';
import { forEngine, get } from './state.js';

/** Saves the files that the state stands for; gives the command that runs them. */
export async function files(state) {
  const found = await get('/api/files', { state: forEngine(state) });
  const all = [...found.scenarios, ...found.accounts].filter((file) => file.text);
  for (const file of all) save(file.file, file.text, 'application/toml');
  return { command: found.command, names: all.map((file) => file.file) };
}

/** The lines of all pictures as a table. */
export function csv(answer, state) {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const lines = ['scenario,account,week,people_ill,q10,q25,median,q75,q90'];
  for (const arm of answer.arms) {
    arm.bands[0].forEach((_, week) => {
      const names = [answer.scenarios[arm.scenario].title, state.accounts[arm.account]].map(quoted);
      lines.push([...names, week, arm.seeds.length, ...arm.bands.map((line) => line[week])].join(','));
    });
  }
  save('rewire-explore.csv', lines.join('\n') + '\n', 'text/csv');
}

const PAINTED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'font-size', 'font-family', 'text-anchor'];

/** Width of the curves of one account, and the room above and below them. */
const CARD = 580;
const ABOVE = 116;
const BELOW = 74;

/** A copy of a picture that keeps the colours and lines that are seen now. */
function painted(seen, box) {
  const copy = seen.cloneNode(true);
  const [from, to] = [[...seen.querySelectorAll('*')], [...copy.querySelectorAll('*')]];
  from.forEach((shape, at) => {
    const style = getComputedStyle(shape);
    for (const name of PAINTED) to[at].setAttribute(name, style.getPropertyValue(name));
    to[at].removeAttribute('class');
  });
  copy.removeAttribute('class');
  for (const [name, value] of Object.entries(box)) copy.setAttribute(name, value);
  return new XMLSerializer().serializeToString(copy);
}

/** Words in lines of at most so many letters. */
function lines(words, most) {
  return words.split(' ').reduce((done, word) => {
    const last = done.at(-1);
    if (last && last.length + word.length < most) done[done.length - 1] = `${last} ${word}`;
    else done.push(word);
    return done;
  }, []);
}

/**
 * What a slide needs: the question, the curves of all accounts with their verdicts, the legend, how many people, and what this is.
 */
export function svg({ place, legend, question, people, week }) {
  const cards = [...place.querySelectorAll('.story')];
  const width = CARD * Math.max(cards.length, 1) + 20;
  const root = getComputedStyle(document.documentElement);
  const [ground, ink, muted] = ['--ground', '--ink', '--muted'].map((name) => root.getPropertyValue(name));
  const clean = (t) => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const text = (x, y, size, weight, t, colour = ink) =>
    `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" font-weight="${weight}" fill="${colour}">${clean(t)}</text>`;
  const tall = Math.max(0, ...cards.map((card) => card.querySelector('.curves svg').viewBox.baseVal.height));
  const parts = cards.map((card, n) => {
    const left = CARD * n + 16;
    const said = [...card.querySelectorAll('.verdict > *')].map((p) => p.textContent);
    const verdict = lines(said[0] ?? '', 76).slice(0, 1).concat(lines(said.slice(1).join(' '), 92).slice(0, 3));
    const view = card.querySelector('.curves svg');
    const box = { x: left, y: ABOVE + 26, width: 560, height: view.viewBox.baseVal.height };
    return text(left, 62, 17, 700, card.querySelector('h2').textContent)
      + verdict.map((line, at) => text(left, 82 + 15 * at, at ? 11.5 : 13.5, at ? 400 : 700, line)).join('') + painted(view, box);
  });
  let x = 16;
  const bottom = ABOVE + 26 + tall;
  const entries = [...legend.querySelectorAll('li')].map((li) => {
    const sign = li.querySelector('svg');
    const from = x;
    x += (sign ? 42 : 0) + li.textContent.length * 7.2 + 20;
    return (sign ? painted(sign, { x: from, y: bottom + 12, width: 34, height: 14 }) : '')
      + text(from + (sign ? 40 : 0), bottom + 24, 12.5, 400, li.textContent, sign ? ink : muted);
  });
  const foot = text(16, bottom + 48, 12, 400,
    `${people}. Markers beside the curves: week ${week}. Model behaviour of virtual people, not a prediction for patients. rewire`, muted);
  const height = bottom + BELOW;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${ground}"/>${text(16, 34, 22, 700, question)}${parts.join('')}${entries.join('')}${foot}</svg>`;
}

/** The same as pixels. */
export async function png(shown) {
  const text = svg(shown);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const image = element('img', { src: address, alt: '' });
  await image.decode();
  const canvas = element('canvas', { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
