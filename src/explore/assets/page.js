// Joins everything: reads the link, asks the engine, shows what it says.

import * as controls from './controls.js';
import { element, fill, save, still } from './draw.js';
import * as graph from './graph.js';
import * as link from './link.js';
import * as person from './person.js';
import * as predict from './predict.js';
import * as saving from './save.js';
import { complete, forEngine, get, listen, ofLink, toLink } from './state.js';
import * as stories from './stories.js';
import * as terms from './terms.js';

const $ = (id) => document.getElementById(id);
const COMMON = ['severity', 'response', 'remission', 'verdict', 'margin', 'interval', 'SERT', 'bdnf', 'serotonin_tone', 'plasticity', 'rumination', 'expectancy', 'spines', 'default mode', 'withdrawal'];
/** Least time between two questions while a dial moves. */
const PAUSE = 60;

let catalogue;
let state;
let brain;
let brainName;
let drives;
let answer = null;
let film = null;
let drawn = null;
let stop = () => {};
let stopFilm = () => {};
let timer;
let asked = 0;
let playing;

/** What a link asked for and is not here; it stays until another question is chosen. */
function missing(text) {
  $('missing').hidden = !text;
  $('missing').textContent = text ?? '';
}

function trouble(text) {
  $('trouble').hidden = !text;
  $('trouble').textContent = text ?? '';
}

/** Asks for numbers, at most once in a while. */
function ask() {
  toLink(state);
  clearTimeout(timer);
  const wait = Math.max(0, PAUSE - (performance.now() - asked));
  timer = setTimeout(now, wait);
}

function now() {
  asked = performance.now();
  stop();
  document.body.dataset.state = 'asking';
  $('refining').textContent = '…';
  stop = listen('/api/run', { state: forEngine(state) }, (event, data) => {
    if (event === 'answer') received(data);
    else if (event === 'refused') {
      trouble(data);
      $('refining').textContent = '';
      document.body.dataset.state = 'refused';
    } else if (event === 'lost') trouble('The connection was lost. Trying again …');
    else if (event === 'done') finished();
  });
}

/** What decides how an answer is drawn beside the answer itself. */
const look = () => ({ week: state.week, drawn, crowd: state.crowd });

function draw(before = null) {
  stories.legend($('legend'), answer, state.crowd);
  stories.show($('stories'), answer, before, look());
}

const all = () => answer.people >= answer.of;

function received(data) {
  trouble(null);
  document.body.dataset.took = Math.round(performance.now() - asked);
  const before = answer;
  answer = data;
  const weeks = Math.max(...answer.scenarios.map((s) => s.weeks));
  $('week').max = weeks;
  if (state.week > weeks) setWeek(weeks);
  $('refining').textContent = all() ? people() : `${answer.people} of ${answer.of} people so far`;
  draw(before);
  person.factors($('factors'), answer, state.week);
}

/** How many people there are, and how many of them fell ill. */
function people() {
  const ill = [...new Set(answer.ill)];
  return `${answer.people} people, ${ill.join(' or ')} of whom fell ill and are shown`;
}

function finished() {
  document.body.dataset.state = 'done';
  if (state.predict && !drawn) predictFirst();
  else say();
  showPerson();
}

function say() {
  $('live').textContent = answer.words.map((told, n) => {
    const letter = answer.ill.length > 1 ? `Account ${'AB'[answer.contrasts[n].variant]}: ` : '';
    return `${letter}${told.short}. ${told.long}`;
  }).join(' ');
}

function showPerson() {
  const who = person.pick($('person-pick'), answer, brain, state, (chosen) => {
    state.person = chosen;
    toLink(state);
    showPerson();
  });
  stopFilm();
  const values = { state: forEngine(state), scenario: who.scenario, account: who.account, seed: who.seed };
  stopFilm = listen('/api/film', values, (event, data) => {
    if (event === 'film') {
      film = data;
      person.network($('person-picture'), $('person-words'), film, brain, state.week);
    } else if (event === 'refused') fill($('person-words'), element('p', {}, data));
  });
}

function setWeek(week) {
  state.week = week;
  $('week').value = week;
  $('week-said').textContent = week;
  $('week').setAttribute('aria-valuetext', `week ${week}`);
  toLink(state);
  if (!answer) return;
  draw();
  person.factors($('factors'), answer, week);
  if (film) person.network($('person-picture'), $('person-words'), film, brain, week);
}

function play() {
  clearInterval(playing);
  const running = $('play').getAttribute('aria-pressed') === 'true';
  $('play').setAttribute('aria-pressed', String(!running));
  $('play').textContent = running ? '▶ Play' : '❚❚ Pause';
  if (running) return;
  const last = Number($('week').max);
  if (state.week >= last) setWeek(0);
  playing = setInterval(() => {
    setWeek(Math.min(last, state.week + (still.matches ? 4 : 1)));
    if (state.week >= last) play();
  }, still.matches ? 1500 : 220);
}

function hide(hidden) {
  document.body.classList.toggle('hidden-curves', hidden);
  $('predict').setAttribute('aria-pressed', String(hidden));
}

/** Hides the answer until a curve is drawn; the link says so as well. */
function predictFirst() {
  if (!answer || !all()) return;
  drawn = null;
  state.predict = true;
  toLink(state);
  hide(true);
  const titles = state.accounts.map((name) => brain.accounts.find((a) => a.name === name)?.title);
  predict.open($('pad'), answer, titles, (curves) => {
    drawn = curves;
    hide(false);
    $('pad').hidden = true;
    const words = predict.judged(answer, drawn);
    $('saved').textContent = '';
    $('live').textContent = words;
    $('refining').textContent = `${people()}. ${words}`;
    draw();
    $('stories').focus();
  });
}

/** Shows the answer, or hides it again for another prediction. */
function togglePrediction() {
  if (!document.body.classList.contains('hidden-curves')) {
    predictFirst();
    return;
  }
  state.predict = undefined;
  toLink(state);
  hide(false);
  $('pad').hidden = true;
  if (answer) say();
}

async function showGraph() {
  if (drives?.name !== brainName) drives = { name: brainName, graph: await get('/api/graph', { name: brainName }) };
  graph.show($('graph'), $('graph-words'), drives.graph, brain, state);
}

/** Everything that depends on scenarios and stories. */
function build() {
  const lost = controls.missing(catalogue, state);
  if (lost) {
    missing(`This link cannot be honoured: ${lost}. Below is the first question instead.`);
    start(catalogue.questions[0]);
    return;
  }
  [brainName, brain] = controls.brainOf(catalogue, state);
  if (!state.accounts.length) state.accounts = brain.accounts.slice(0, 2).map((account) => account.name);
  document.body.dataset.brain = brainName;
  const question = catalogue.questions.find((q) => controls.same(q, state));
  const titles = state.scenarios.map((name) => brain.scenarios.find((s) => s.name === name).title);
  $('asked').textContent = question?.question ?? titles.join(' – ');
  $('look').textContent = question?.look ?? 'The same people go through each scenario, under each account.';
  document.title = `${$('asked').textContent} – rewire`;
  controls.choices(catalogue, catalogue.brains, brain, state, (scenarios, accounts) => {
    missing(null);
    start({ scenarios, accounts });
  });
  stories.build($('stories'), $('says'), brain, state);
  // Hidden before there is anything to see, so that no answer flashes by.
  $('pad').hidden = true;
  hide(Boolean(state.predict));
  showDials();
  showGraph().catch((error) => trouble(error.message));
  answer = null;
  film = null;
  ask();
}

function showDials() {
  controls.dials($('dials'), catalogue, brain, state, (change) => {
    const crowd = state.crowd;
    change();
    if (crowd !== state.crowd) {
      toLink(state);
      if (answer) draw();
      return;
    }
    if (drives?.name === brainName) graph.show($('graph'), $('graph-words'), drives.graph, brain, state);
    ask();
  });
}

function start({ scenarios, accounts }) {
  state = complete({ scenarios, accounts, people: state?.people ?? 64, week: state?.week ?? 16, crowd: state?.crowd });
  drawn = null;
  build();
}

/** What a saved picture shows beside the curves. */
const shown = () => ({ place: $('stories'), legend: $('legend'), question: $('asked').textContent, people: people(), week: state.week });

function wire() {
  $('week').addEventListener('input', () => setWeek(Number($('week').value)));
  $('play').addEventListener('click', play);
  $('predict').addEventListener('click', togglePrediction);
  $('reset').addEventListener('click', () => start(state));
  $('copy').addEventListener('click', async () => {
    link.now();
    try {
      await navigator.clipboard.writeText(location.href);
      $('saved').textContent = 'The link is copied.';
    } catch {
      $('saved').textContent = location.href;
    }
  });
  $('save-files').addEventListener('click', async () => {
    const { command, names } = await saving.files(state);
    $('saved').textContent = names.length ? `Saved ${names.join(', ')}. This command gives the same numbers:` : 'Nothing was changed, so there is no file to save. This command gives the same numbers:';
    $('command').hidden = false;
    $('command').textContent = command;
  });
  $('save-csv').addEventListener('click', () => answer && saving.csv(answer, state));
  $('save-svg').addEventListener('click', () => answer && save('rewire-explore.svg', saving.svg(shown()), 'image/svg+xml'));
  $('save-png').addEventListener('click', async () => answer && save('rewire-explore.png', await saving.png(shown())));
  window.addEventListener('hashchange', () => {
    link.forget();
    const other = ofLink();
    missing(other ? null : unreadable());
    if (other) {
      drawn = null;
      state = other;
      build();
      setWeek(state.week);
    }
  });
  fill($('common-terms'), COMMON.flatMap((name) => [terms.word(name, name.replaceAll('_', ' ')), ' · ']).slice(0, -1));
}

/** What is said of a link that carries something else than a state. */
const unreadable = () => (location.hash.length > 1 ? 'This link cannot be read: it is cut short or was changed. Below is the first question instead.' : null);

terms.start();
wire();
try {
  catalogue = await get('/api/catalogue');
  const linked = ofLink();
  if (linked) {
    state = linked;
    build();
    setWeek(state.week);
  } else {
    missing(unreadable());
    start(catalogue.questions[0]);
  }
} catch (error) {
  trouble(`The page could not be loaded: ${error.message}`);
}
