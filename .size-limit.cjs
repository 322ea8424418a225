/**
 * Download limits, gzip. The first load is read from the built page: every script and style that it asks for before
 * the first screen, so that code which moves to another chunk of the first load still counts.
 */
const { readFileSync, readdirSync } = require('node:fs');

const initial = [...readFileSync('dist/index.html', 'utf8').matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([file]) => `dist/${file}`);
const apart = /\/(?:engine|facts|priors)-/;

/** A built file with all that it imports before its first line runs. */
function withImports(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, imported] of textOf(file).matchAll(/(?:from|import) ?["'`]\.\/([\w.-]+\.js)["'`]/g)) withImports(imported, known);
  return known;
}
const textOf = (file) => readFileSync(`dist/assets/${file}`, 'utf8');

/** The worker, and what it loads when a simulation is asked for. Its reader of scenarios stays out: the page reads them. */
const worker = readdirSync('dist/assets').find((file) => file.startsWith('model.worker-'));
const [simulation] = textOf(worker).match(/simulate-scenario-[\w-]+\.js/);
const modelling = [...withImports(worker), ...withImports(simulation)].map((file) => `dist/assets/${file}`);

/** The worker of the pages that ask beside the scenario, and what it loads for one of them, named by a file of it. */
const asking = readdirSync('dist/assets').find((file) => file.startsWith('question.worker-'));
function whenAsked(...parts) {
  const loaded = [...textOf(asking).matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)]
    .map(([, file]) => file)
    .filter((file) => parts.some((part) => file.startsWith(part)));
  if (loaded.length < parts.length) throw new Error(`the question worker no longer loads ${parts.join(', ')}: count it here`);
  return [...new Set([asking, ...loaded].flatMap((file) => [...withImports(file)]))].map((file) => `dist/assets/${file}`);
}

/** A poster in somebody's page: the element's script and the frame's, with all that either imports before a press. */
const poster = ['dist/embed/inference-cost-lab.js', 'dist/embed/figure/index.js'];
for (const file of poster) {
  const imported = [...readFileSync(file, 'utf8').matchAll(/(?:from|import) ?["'`](\.[^"'`]+)["'`]/g)].map(([, name]) => name);
  if (imported.some((name) => name !== '../inference-cost-lab.js')) throw new Error(`${file} imports ${imported.join(', ')}: count it here`);
}

module.exports = [
  { name: 'app shell: what paints the first screen', path: initial.filter((file) => !apart.test(file)), limit: '37 kB', gzip: true },
  // 45 kB until hosts, drafts, software of a month, power by load and circumstances came in, 46 kB until schedulers held requests back,
  // 46.5 kB until lengths of requests varied.
  { name: 'engine: the arithmetic behind the answer', path: 'dist/assets/engine-*.js', limit: '47.1 kB', gzip: true },
  { name: 'facts that the first answer needs', path: 'dist/assets/facts-*.js', limit: '30 kB', gzip: true },
  { name: 'fitted priors', path: 'dist/assets/priors-*.js', limit: '10 kB', gzip: true },
  // 113 kB and 114 kB until then.
  { name: 'all of the first load', path: initial, limit: '114.5 kB', gzip: true },
  {
    name: 'figures and charts, after the first screen',
    path: ['dist/assets/lazy-parts-*.js', 'dist/assets/cost-figures-*.js'],
    limit: '60 kB',
    gzip: true,
  },
  { name: 'measuring worker with its kernels, when a measurement begins', path: 'dist/assets/measure.worker-*.js', limit: '80 kB', gzip: true },
  { name: 'embed before a press: element and frame', path: poster, limit: '25 kB', gzip: true },
  // 60 kB until the search over loads and a balance of open arrivals came in, 66 kB until two pools were simulated, 67 kB until drafts had passes,
  // 68 kB until schedulers held requests back, 69.5 kB until lengths of requests varied.
  { name: 'modelling worker, when a simulation is asked for', path: modelling, limit: '69.8 kB', gzip: true },
  { name: 'map: land, projection and drawing, when Map is opened', path: 'dist/assets/world-map-*.js', limit: '40 kB', gzip: true },
  { name: 'question, places, sites and cards, when Map is opened', path: 'dist/assets/map-view-*.js', limit: '60 kB', gzip: true },
  { name: 'solver, after a press on Map', path: 'dist/highs.wasm', limit: '1.3 MB', gzip: true },
  { name: 'fleet worker, when Choose or Budget is opened', path: 'dist/assets/fleet.worker-*.js', limit: '95 kB', gzip: true },
  { name: 'question worker, when Agents is opened', path: whenAsked('parse-request-', 'agent-'), limit: '130 kB', gzip: true },
  {
    name: 'question worker, when Training is opened',
    path: whenAsked('parse-training-', 'train-', 'published-training-'),
    limit: '105 kB',
    gzip: true,
  },
  {
    name: 'question worker, when Signals is opened',
    path: whenAsked('reference-', 'token-economics-', 'world-capacity-', 'throughput-per-watt-', 'partners-', 'alternatives-'),
    limit: '168 kB',
    gzip: true,
  },
];
