// The link of the page: what is shown, as everyone can send it on.

/** Least time between two changes. Browsers drop those that come too often: Chromium 200 in ten seconds, Safari 100 in thirty. */
const PAUSE = 400;

let next = null;
let timer = null;

/** What the link carries; throws where it carries nothing that can be read. */
export const read = () => JSON.parse(decodeURIComponent(location.hash.slice(1)));

/** Writes the newest value that waits, without a new entry of the history. */
export function now() {
  clearTimeout(timer);
  timer = null;
  if (next !== null) history.replaceState(null, '', '#' + encodeURIComponent(next));
  next = null;
}

/** Lets the link carry a value soon. */
export function write(value) {
  next = JSON.stringify(value);
  timer ??= setTimeout(now, PAUSE);
}

/** Forgets what waits: the link was changed by hand. */
export function forget() {
  next = null;
}

// Whoever leaves or reloads comes back to what was shown last.
addEventListener('pagehide', now);
