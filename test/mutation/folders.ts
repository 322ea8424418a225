/** What is mutated and what must notice. */

/** Folders of `src` whose arithmetic the runner mutates. The first seven have a floor of 80 % killed. */
export const folders = ['model', 'estimate', 'calibration', 'share', 'scenario', 'agent', 'placement', 'units', 'stats', 'charts'] as const;
export type Folder = (typeof folders)[number];

/** Run once on the way to a data file whose numbers the tests check, or only where a browser paints (its tests are in test/browser). */
export const notMutated = /\/priors\/fit\/main\.ts$|\/charts\/picture\.ts$|\.styles\.ts$|\.d\.ts$/;

/** Which frozen answers follow from a folder's arithmetic. */
const frozen: Readonly<Record<Folder, readonly string[]>> = {
  model: ['estimates', 'operators', 'simulations', 'trainings'],
  estimate: ['estimates', 'operators', 'views', 'runs', 'simulations', 'trainings'],
  calibration: ['operators', 'runs', 'priors'],
  share: [],
  scenario: ['estimates'],
  agent: [],
  placement: [],
  units: [],
  stats: ['simulations'],
  charts: [],
};

/** Tests that stand in for a module of the sources: files that share a thread share their modules, so that the stand-in comes too late. */
export const standIns = ['test/estimate/new-accelerator.test.ts'];

/**
 * The tests that must notice: those of the folder itself and the frozen answers that follow from it. What only a distant test would notice
 * counts as survived: such a failure does not say where the error is.
 */
export const testsOf = (folder: Folder): readonly string[] => [
  `test/${folder}/**/*.test.ts`,
  ...frozen[folder].map((kind) => `test/golden/answers/${kind}.test.ts`),
];

/** Whether a test is one of those for the folder. */
export const isTestOf = (folder: Folder, test: string): boolean =>
  test.startsWith(`test/${folder}/`) || frozen[folder].some((kind) => test === `test/golden/answers/${kind}.test.ts`);
