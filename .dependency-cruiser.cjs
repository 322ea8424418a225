/**
 * The layers, as rules. A file imports from its own folder, its own layer or a lower one, type imports included:
 * that is what lets `ui/` be deleted and leave a library, and `measure/` be deleted and leave a calculator.
 */
const { readdirSync } = require('node:fs');

const layers = [
  ['units', 'stats'],
  ['catalogue', 'run'],
  ['model', 'scenario', 'measure'],
  ['calibration'],
  ['estimate'],
  ['validation', 'fleet', 'placement', 'agent'],
  ['index.ts'],
  ['session', 'share', 'charts'],
  ['ui'],
  ['cli', 'embed'],
];

const homeless = readdirSync('src').filter((name) => name !== 'main.ts' && !layers.flat().includes(name));
if (homeless.length > 0) throw new Error(`src/${homeless.join(', src/')}: in no layer; say in .dependency-cruiser.cjs what it may import`);

const folders = (names) => `^src/(${names.map((name) => (name.includes('.') ? `${name.replace('.', '\\.')}$` : `${name}/`)).join('|')})`;

const upward = layers.slice(0, -1).map((names, layer) => ({
  name: `layer-${layer}-imports-upward`,
  comment: `${names.join(', ')} may import only from layer ${layer} and below.`,
  severity: 'error',
  from: { path: folders(names) },
  to: { path: folders(layers.slice(layer + 1).flat()) },
}));

/** The rooms of `src/estimate`, in the order in which a scenario passes through them. */
const rooms = [['resolve'], ['engine'], ['load'], ['answer'], ['views', 'simulate', 'own-gpu', 'operators', 'training'], ['verdict']];
const inEstimate = (names) => `^src/estimate/(${names.join('|')})/`;
const backward = rooms.slice(0, -1).map((names, room) => ({
  name: `estimate-${names.join('-')}-imports-later-rooms`,
  comment: `src/estimate/${names.join(', ')} may import only from rooms that come before it.`,
  severity: 'error',
  from: { path: inEstimate(names) },
  to: { path: inEstimate(rooms.slice(room + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...backward,
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three. Type imports count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'workers-are-thin',
      comment: 'A worker is a face over measure or the library, and knows nothing of the page.',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: folders(['validation', 'session', 'share', 'charts', 'ui', 'cli']) },
    },
    {
      name: 'who-starts-workers',
      comment: 'Only session, cli and embed start workers (and the tests of the workers themselves).',
      severity: 'error',
      from: { pathNot: '^(workers/|test/|src/(session|cli|embed)/)' },
      to: { path: '^workers/' },
    },
    {
      name: 'who-reads-shaders',
      comment: 'Only measure/kernels reads WGSL (and the tests that compile every expansion).',
      severity: 'error',
      from: { pathNot: '^(test/|src/measure/kernels/)' },
      to: { path: '^shaders/' },
    },
    {
      name: 'ui-is-a-leaf',
      comment: 'Delete src/ui and a library remains: only the page and tests of the page import it.',
      severity: 'error',
      from: { pathNot: '^(src/(ui|embed)/|src/main\\.ts|test/(browser|ui)/)' },
      to: { path: '^src/ui/' },
    },
    {
      name: 'embed-takes-words-and-tokens',
      comment: 'The embed has the words, the visual decisions and the pure functions of the page, and no element of it.',
      severity: 'error',
      from: { path: '^src/embed/' },
      to: { path: '^src/ui/(?!text/|style/tokens\\.css|figures/cost/cost-rows\\.ts|form/choices/load-patch\\.ts)' },
    },
    {
      name: 'measure-is-a-leaf',
      comment: 'Delete src/measure and a calculator remains that answers from priors: only what starts a run imports it.',
      severity: 'error',
      from: { pathNot: '^(src/(measure|session|cli|embed)/|workers/measure\\.worker\\.ts|test/)' },
      to: { path: '^src/measure/' },
    },
    {
      name: 'one-door-to-the-library',
      comment:
        'session, cli, embed and the modelling worker reach what is computed through src/index.ts alone; run, units and stats are free to all.',
      severity: 'error',
      from: { path: '^(src/(session|cli|embed)/|workers/(?!measure\\.worker))' },
      to: { path: folders(['catalogue', 'model', 'scenario', 'calibration', 'estimate', 'validation', 'fleet', 'placement', 'agent']) },
    },
    {
      name: 'csv-is-read-when-it-is-built',
      comment: 'What ships holds values; text of CSV is read by the build, and by the scripts that fit and refresh.',
      severity: 'error',
      from: { pathNot: '^(src/catalogue/build/|test/|src/catalogue/csv\\.ts|src/catalogue/refresh/|src/calibration/priors/fit/)' },
      to: { path: '^src/catalogue/csv\\.ts$|(^|/)node_modules/csv-parse/' },
    },
    {
      name: 'nothing-imports-the-door',
      comment: 'src/main.ts mounts the lab and exports nothing.',
      severity: 'error',
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'no-tests-in-source',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { path: '^test/' },
    },
    {
      name: 'gpu-stays-in-measure',
      comment: 'Dawn is loaded by the command line, which hands a GPU to measure.',
      severity: 'error',
      from: { pathNot: '^(src/cli/|test/)' },
      to: { path: '(^|/)node_modules/(webgpu|playwright-core|@sparticuz)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '[?](raw|url|worker|inline)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What the peers' page imports is there only once it was installed.
    exclude: { path: '^(dist|coverage|shots|test/peers/(libraries|node_modules)|test/duckdb/node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.js', '.json'] },
    cache: { folder: 'node_modules/.cache/dependency-cruiser' },
  },
};
