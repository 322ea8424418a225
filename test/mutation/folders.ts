/** What is mutated and what must notice. */

/** Folders of `src` whose arithmetic the runner mutates. The first five have a floor of 80 % killed. */
export const folders = ['model', 'estimate', 'calibration', 'share', 'scenario', 'units', 'stats', 'charts'] as const;
export type Folder = (typeof folders)[number];

/** Written by hand to run once, on the way to a data file; their output is what the tests check. */
export const notMutated = /\/priors\/fit\/main\.ts$|\.styles\.ts$|\.d\.ts$/;

/**
 * The tests that must notice: those of the folder itself and the frozen answers. What only a distant test would notice counts as survived:
 * such a failure does not say where the error is.
 */
export const testsOf = (folder: Folder): readonly string[] => [`test/${folder}/**/*.test.ts`, 'test/golden/**/*.test.ts'];
