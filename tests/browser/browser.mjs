// Drives a Chromium by the DevTools protocol: just what these tests need.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

const CHROMIUM = process.env.CHROMIUM ?? 'chromium';

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until something holds. */
export async function until(what, holds, ms = 120000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await wait(50);
  }
}

/** A browser that is open. */
export class Browser {
  static async open() {
    const browser = new Browser();
    browser.folder = mkdtempSync(join(tmpdir(), 'rewire-browser-'));
    const options = [
      '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${browser.folder}`, '--no-sandbox', '--disable-gpu',
      '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      // Whatever is not this machine cannot be found.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      'about:blank',
    ];
    browser.process = spawn(CHROMIUM, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    process.on('exit', () => browser.process.kill('SIGKILL'));
    const address = await new Promise((found, failed) => {
      let said = '';
      browser.process.on('error', failed);
      browser.process.once('exit', () => failed(new Error(`the browser ended: ${said}`)));
      browser.process.stderr.on('data', (data) => {
        said += data;
        const match = said.match(/DevTools listening on (ws:\S+)/);
        if (match) found(match[1]);
      });
    });
    browser.socket = new WebSocket(address);
    await new Promise((done) => browser.socket.once('open', done));
    browser.waiting = new Map();
    browser.pages = new Map();
    browser.next = 1;
    browser.socket.on('message', (data) => browser.#heard(JSON.parse(data)));
    return browser;
  }

  #heard(message) {
    const waiting = this.waiting.get(message.id);
    if (waiting) {
      this.waiting.delete(message.id);
      if (message.error) waiting.failed(new Error(JSON.stringify(message.error)));
      else waiting.done(message.result);
    }
    this.pages.get(message.sessionId)?.heard(message);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.next++;
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  async page(address, { width = 1280, height = 900, dark = false, still = false } = {}) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    this.pages.set(sessionId, page);
    for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.send(`${domain}.enable`);
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await page.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: still ? 'reduce' : 'no-preference' },
      ],
    });
    await page.send('Page.navigate', { url: address });
    return page;
  }

  async close() {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.removeAllListeners('error');
    this.send('Browser.close').catch(() => {});
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** A page that is open, with what it complained about and asked for. */
class Page {
  complaints = [];
  requests = [];

  constructor(browser, session, target) {
    Object.assign(this, { browser, session, target });
  }

  heard({ method, params }) {
    if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled' && params.type === 'error') this.complaints.push(JSON.stringify(params.args));
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.complaints.push(`${params.entry.text} ${params.entry.url ?? ''}`);
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  until(expression, ms) {
    // While a page is loading there may be nothing yet to look at.
    return until(expression, () => this.evaluate(expression).catch(() => false), ms);
  }

  /** Presses a key on what has the focus. */
  async press(key, times = 1) {
    const codes = { ArrowLeft: 37, ArrowRight: 39, ArrowUp: 38, ArrowDown: 40, Enter: 13, Tab: 9, Home: 36, End: 35, Escape: 27, ' ': 32 };
    for (let n = 0; n < times; n++) {
      const event = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: codes[key], text: key === 'Enter' ? '\r' : key === ' ' ? ' ' : undefined };
      await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
      await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    }
  }

  async picture(full = true) {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: full, optimizeForSpeed: false });
    return Buffer.from(data, 'base64');
  }

  async close() {
    this.browser.pages.delete(this.session);
    await this.browser.send('Target.closeTarget', { targetId: this.target });
  }
}
