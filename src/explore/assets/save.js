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
  const lines = ['scenario,story,week,people_ill,q10,q25,median,q75,q90'];
  for (const arm of answer.arms) {
    arm.bands[0].forEach((_, week) => {
      const names = [answer.scenarios[arm.scenario].title, state.accounts[arm.account]].map(quoted);
      lines.push([...names, week, arm.seeds.length, ...arm.bands.map((line) => line[week])].join(','));
    });
  }
  save('rewire-explore.csv', lines.join('\n') + '\n', 'text/csv');
}

const PAINTED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'font-size', 'font-family', 'text-anchor'];

/** The pictures of all stories side by side as one SVG, with the colours that are seen now. */
export function svg(place) {
  const cards = [...place.querySelectorAll('.story')];
  const width = 580 * cards.length;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground');
  const text = getComputedStyle(document.documentElement).getPropertyValue('--ink');
  const clean = (t) => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const parts = cards.map((card, n) => {
    const seen = card.querySelector('.curves svg');
    const copy = seen.cloneNode(true);
    const [from, to] = [[...seen.querySelectorAll('*')], [...copy.querySelectorAll('*')]];
    from.forEach((shape, at) => {
      const style = getComputedStyle(shape);
      for (const name of PAINTED) to[at].setAttribute(name, style.getPropertyValue(name));
      to[at].removeAttribute('class');
    });
    copy.setAttribute('x', 580 * n + 10);
    copy.setAttribute('y', 60);
    copy.setAttribute('width', 560);
    copy.setAttribute('height', 330);
    const title = clean(card.querySelector('h2').textContent);
    const verdict = clean(card.querySelector('.short')?.textContent ?? '');
    const legend = [...card.querySelectorAll('.legend li')].map((li) => clean(li.textContent)).join(' · ');
    const words = (y, size, weight, t) => `<text x="${580 * n + 10}" y="${y}" font-family="sans-serif" font-size="${size}" font-weight="${weight}" fill="${text}">${t}</text>`;
    return words(26, 18, 700, title) + words(46, 13, 400, verdict) + new XMLSerializer().serializeToString(copy) + words(410, 12, 400, legend);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="424" viewBox="0 0 ${width} 424"><rect width="100%" height="100%" fill="${ground}"/>${parts.join('')}</svg>`;
}

/** The same as pixels. */
export async function png(place) {
  const text = svg(place);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  const image = element('img', { src: address, alt: '' });
  await image.decode();
  const canvas = element('canvas', { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
