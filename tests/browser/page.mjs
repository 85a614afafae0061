// What the page of `rewire explore` does in a real browser. Needs a built program and Chromium:
//   node page.mjs ../../target/debug/rewire [folder for screenshots]

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Browser, until, wait } from './browser.mjs';

const program = resolve(process.argv[2] ?? '../../target/debug/rewire');
const shots = process.argv[3] && resolve(process.argv[3]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'rewire-page-'));
const DONE = "document.body.dataset.state === 'done'";
const VERDICTS = "[...document.querySelectorAll('.verdict')].map((v) => v.innerText).join('\\n')";
const BDNF = 'coupling-serotonin_raises_bdnf';

async function serve(port) {
  const options = ['explore', '--no-open', ...(port ? ['--port', String(port)] : [])];
  const server = spawn(program, options, { cwd: scratch, stdio: ['ignore', 'pipe', 'inherit'] });
  // Whatever happens to the tests, nothing of them goes on running.
  process.on('exit', () => server.kill('SIGKILL'));
  const address = await new Promise((found, failed) => {
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
    server.stdout.once('data', (data) => found(String(data).trim()));
  });
  const end = () => new Promise((done) => {
    server.removeAllListeners('exit');
    server.once('exit', (code) => done(code));
    server.kill('SIGINT');
  });
  return { address, port: Number(new URL(address).port), end };
}

let server = await serve();
const browser = await Browser.open();
const opened = [];
const open = async (path = '', options = {}) => {
  const page = await browser.page(server.address + path, options);
  opened.push(page);
  return page;
};
const asked = (values) => '#' + encodeURIComponent(JSON.stringify(values));
const small = { scenarios: ['therapy-alone', 'ssri-plus-therapy'], accounts: ['plasticity-window', 'blunting'], people: 16 };

const tests = {
  async 'it opens and shows both accounts'() {
    const page = await open(asked(small));
    await page.until(DONE);
    assert.equal(await page.evaluate("document.querySelectorAll('#stories svg.picture').length"), 2);
    assert.match(await page.evaluate("document.getElementById('asked').innerText"), /SSRI/);
    assert.equal(await page.evaluate("document.querySelectorAll('.verdict .short').length"), 2);
    await page.until("document.querySelector('#person-picture svg') !== null");
    await page.until("document.querySelector('#graph svg') !== null");
    await page.close();
  },

  async 'a dial is moved by keyboard, the link follows, and a reload shows the same'() {
    const page = await open(asked(small));
    await page.until(DONE);
    const before = await page.evaluate(VERDICTS);
    await page.evaluate(`document.getElementById('${BDNF}').focus()`);
    await page.press('ArrowRight', 10);
    await page.until(`decodeURIComponent(location.hash).includes('"serotonin_raises_bdnf":2')`);
    await page.until(DONE);
    await page.until(`${VERDICTS} !== ${JSON.stringify(before)}`);
    const after = await page.evaluate(VERDICTS);
    assert.equal(await page.evaluate(`document.getElementById('${BDNF}').getAttribute('aria-valuetext')`), '× 2');
    await page.send('Page.reload');
    await wait(300);
    await page.until(DONE);
    assert.equal(await page.evaluate(VERDICTS), after);
    assert.equal(await page.evaluate(`document.getElementById('${BDNF}').value`), '2');
    await page.close();
  },

  async 'saved files give the numbers of the page in the terminal'() {
    const folder = join(scratch, 'saved');
    mkdirSync(folder);
    const moved = { ...small, couplings: { serotonin_raises_bdnf: 1.5 }, inputs: { environment_shift: -0.1 }, treatments: { citalopram: { dose: 40 } } };
    const page = await open(asked(moved));
    await page.until(DONE);
    await browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.evaluate("document.getElementById('save-files').click()");
    await page.until("!document.getElementById('command').hidden");
    await until('three files are saved', () => readdirSync(folder).filter((name) => name.endsWith('.toml')).length === 3);
    const words = (await page.evaluate("document.getElementById('command').textContent")).split(' ').slice(1);
    const printed = execFileSync(program, [...words, '--json', '--quiet'], { cwd: folder, encoding: 'utf8' });
    const contrasts = JSON.parse(printed);
    const shown = await page.evaluate(VERDICTS);
    for (const contrast of contrasts) {
      const mean = Math.abs(contrast.difference.mean).toFixed(1);
      assert.ok(shown.includes(`the same ${contrast.difference.n} virtual people are on average ${mean} points`), `${mean}: ${shown}`);
    }
    await page.close();
  },

  async 'two hundred moves in five seconds end with the last one'() {
    const page = await open(asked(small));
    await page.until(DONE);
    const moved = await page.evaluate(`(async () => {
      const began = performance.now();
      const dial = document.getElementById('${BDNF}');
      for (let n = 0; n < 200; n++) {
        dial.value = (n % 21) / 10;
        dial.dispatchEvent(new Event('input'));
        await new Promise((done) => setTimeout(done, began + 25 * (n + 1) - performance.now()));
      }
      dial.value = 0.3;
      dial.dispatchEvent(new Event('input'));
      return Math.round(performance.now() - began);
    })()`);
    const began = Date.now();
    await page.until(`decodeURIComponent(location.hash).includes('"serotonin_raises_bdnf":0.3') && ${DONE}`);
    const settled = Date.now() - began;
    const stormed = await page.evaluate(VERDICTS);
    const calm = await open(asked({ ...small, couplings: { serotonin_raises_bdnf: 0.3 } }));
    await calm.until(DONE);
    assert.equal(stormed, await calm.evaluate(VERDICTS));
    console.log(`    201 moves took ${moved} ms, and the last one was answered after ${settled} ms`);
    await page.close();
    await calm.close();
  },

  async 'a lost connection is made anew'() {
    const page = await open(asked(small));
    await page.until(DONE);
    assert.equal(await server.end(), 0);
    await page.evaluate(`(() => { const dial = document.getElementById('${BDNF}'); dial.value = 0.5; dial.dispatchEvent(new Event('input')); })()`);
    await page.until("!document.getElementById('trouble').hidden");
    server = await serve(server.port);
    await page.until(`${DONE} && document.getElementById('trouble').hidden`);
    // That the server was gone is a complaint of the browser that this test asked for.
    page.complaints.length = 0;
    await page.close();
  },

  async 'a curve is drawn by keyboard, then the result is shown'() {
    const page = await open(asked(small), { still: true });
    await page.until(DONE);
    await page.evaluate("document.getElementById('predict').focus()");
    await page.press('Enter');
    await page.until("!document.getElementById('pad').hidden");
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.curves')).visibility"), 'hidden');
    await page.evaluate("document.getElementById('point-16').focus()");
    await page.press('Home');
    await page.press('ArrowRight', 20);
    await page.evaluate("document.getElementById('reveal').focus()");
    await page.press('Enter');
    await page.until("document.querySelectorAll('#stories .drawn').length === 1");
    assert.match(await page.evaluate("document.getElementById('live').textContent"), /You drew 20 points at week 16 under account A/);
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.curves')).visibility"), 'visible');
    await page.close();
  },

  async 'a link that says so hides the answer until a curve is drawn'() {
    const page = await open(asked({ ...small, predict: true }), { still: true });
    await page.until("!document.getElementById('pad').hidden");
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.verdict')).visibility"), 'hidden');
    assert.equal(await page.evaluate("document.getElementById('live').textContent"), '');
    assert.equal(await page.evaluate("document.getElementById('answers').offsetHeight"), 0);
    await page.evaluate("document.getElementById('reveal').click()");
    await page.until("getComputedStyle(document.querySelector('.verdict')).visibility === 'visible'");
    await page.close();
  },

  async 'a dial and what it does are on the screen together'() {
    for (const look of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
      const page = await open(asked(small), { still: true, ...look });
      await page.until(DONE);
      // Any dial that the reader turns: the curves and verdicts of both accounts are seen with it.
      await page.evaluate(`document.getElementById('${BDNF}').scrollIntoView({ block: 'end' })`);
      await wait(200);
      const hidden = await page.evaluate(`[document.getElementById('${BDNF}'), ...document.querySelectorAll('#stories .curves svg, #stories .short')]
        .filter((part) => { const box = part.getBoundingClientRect(); return box.top < -1 || box.bottom > innerHeight + 1; }).map((part) => part.outerHTML.slice(0, 60))`);
      assert.deepEqual(hidden, [], JSON.stringify(look));
      await page.close();
    }
  },

  async 'no verdict stands there before everybody was counted'() {
    const page = await open(asked({ ...small, people: 64 }));
    await page.until("document.querySelector('.verdict .short')");
    const seen = await page.evaluate(`new Promise((done) => {
      const words = new Set();
      const look = () => {
        document.querySelectorAll('.verdict .short').forEach((p) => words.add(p.textContent.replace(/\\d+/g, 'N')));
        if (document.body.dataset.state === 'done') done([...words]); else requestAnimationFrame(look);
      };
      look();
    })`);
    const last = new Set(await page.evaluate("[...document.querySelectorAll('.verdict .short')].map((p) => p.textContent.replace(/\\d+/g, 'N'))"));
    assert.deepEqual(seen.filter((words) => !last.has(words) && words !== 'Counting: N of N people'), []);
    await page.close();
  },

  async 'a link that cannot be honoured says what is missing'() {
    for (const [link, words] of [
      [asked({ ...small, scenarios: ['nowhere'] }), /no scenario “nowhere”/],
      [asked({ ...small, accounts: ['nobody'] }), /no account “nobody”/],
      ['#%7Bcut', /cannot be read/],
    ]) {
      const page = await open(link, { still: true });
      await page.until(DONE);
      assert.match(await page.evaluate("document.getElementById('missing').innerText"), words);
      await page.close();
    }
  },

  async 'a saved picture says what it shows'() {
    const page = await open(asked(small), { still: true });
    await page.until(DONE);
    const folder = join(scratch, 'picture');
    mkdirSync(folder);
    await browser.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.evaluate("document.getElementById('save-svg').click()");
    await until('the picture is saved', () => readdirSync(folder).some((name) => name.endsWith('.svg')));
    const svg = readFileSync(join(folder, 'rewire-explore.svg'), 'utf8');
    for (const words of ['Therapy alone', 'SSRI plus therapy', '16 people', 'At week 16', 'Model behaviour of virtual people']) {
      assert.ok(svg.includes(words), words);
    }
    await page.close();
  },

  async 'a word is explained on demand'() {
    const page = await open(asked(small));
    await page.until(DONE);
    await page.evaluate("document.querySelector('#common-terms [data-term=bdnf]').focus()");
    await page.press('Enter');
    await page.until("document.getElementById('explained').open && /Meaning/.test(document.getElementById('explained').innerText)");
    await page.press('Escape');
    await page.until("!document.getElementById('explained').open");
    await page.close();
  },

  async 'the lab follows the spikes'() {
    const page = await open('lab');
    await page.until(DONE);
    const before = await page.evaluate("document.getElementById('live').textContent");
    await page.evaluate("document.getElementById('lag').focus()");
    await page.press('Home');
    await page.until(`${DONE} && document.getElementById('live').textContent !== ${JSON.stringify(before)}`);
    assert.match(before, /stronger/);
    await page.close();
  },

  async 'all lessons show their pictures'() {
    const index = await open('lessons');
    await index.until("document.readyState === 'complete'");
    const lessons = await index.evaluate("[...new Set([...document.querySelectorAll('main a')].map((a) => a.pathname))].filter((path) => /lessons\\/\\d/.test(path))");
    await index.close();
    assert.equal(lessons.length, 8);
    for (const lesson of lessons) {
      const page = await open(lesson.slice(1));
      await page.until("document.readyState === 'complete' && document.images.length > 0");
      await page.until('[...document.images].every((image) => image.complete && image.naturalWidth > 0)');
      await page.close();
    }
  },

  async 'nobody is shut out: axe finds nothing serious'() {
    for (const path of [asked(small), 'lab', 'lessons']) {
      for (const look of [{}, { dark: true, width: 390, height: 844 }]) {
        const page = await open(path, { still: true, ...look });
        if (path !== 'lessons') await page.until(`${DONE} && (location.pathname !== '/' || document.querySelector('#person-words .bar'))`);
        else await page.until("document.readyState === 'complete'");
        await page.evaluate(axe);
        const found = await page.evaluate(`axe.run().then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
          .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html + ' ' + n.failureSummary).join(' | ')))`);
        assert.deepEqual(found, [], `${path} ${JSON.stringify(look)}`);
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.ok(wide <= 0, `${path}: ${wide} pixels wider than the window`);
        await page.close();
      }
    }
  },
};

async function screenshots() {
  mkdirSync(shots, { recursive: true });
  for (const [size, width, height] of [['desktop', 1280, 1500], ['phone', 390, 1700]]) {
    for (const dark of [false, true]) {
      const tone = dark ? 'dark' : 'light';
      for (const [name, path] of [['stories', asked({ ...small, people: 64 })], ['lab', 'lab']]) {
        const page = await open(path, { width, height, dark, still: true });
        await page.until(`${DONE} && (location.pathname !== '/' || document.querySelector('#person-words .bar'))`);
        writeFileSync(join(shots, `${name}-${size}-${tone}.png`), await page.picture(false));
        if (name === 'stories') {
          await page.evaluate("document.getElementById('dials-title').scrollIntoView()");
          await wait(200);
          writeFileSync(join(shots, `dials-${size}-${tone}.png`), await page.picture(false));
          await page.evaluate("document.getElementById('factors-title').scrollIntoView()");
          await wait(200);
          writeFileSync(join(shots, `person-${size}-${tone}.png`), await page.picture(false));
        }
        await page.close();
      }
    }
  }
}

let failed = 0;
const only = process.env.ONLY;
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) continue;
  const began = Date.now();
  try {
    await test();
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
if (shots) await screenshots();
const complaints = opened.flatMap((page) => page.complaints);
const elsewhere = opened.flatMap((page) => page.requests).filter((url) => !url.startsWith(`http://127.0.0.1:${server.port}/`) && !/^(blob|data|about):/.test(url));
for (const [what, list] of [['complaints of the console', complaints], ['requests that leave the machine', elsewhere]]) {
  if (list.length) failed += 1;
  console.log(`${list.length ? 'FAILED ' : 'ok     '} ${what}: ${list.length}\n${[...new Set(list)].slice(0, 10).join('\n')}`);
}
await browser.close();
const code = await server.end();
if (code !== 0) failed += 1;
console.log(`${code === 0 ? 'ok     ' : 'FAILED '} the server ends cleanly: ${code}`);
rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
process.exit(failed ? 1 : 0);
