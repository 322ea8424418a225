/**
 * One process of the runner: Vitest stays up, and each message names a mutant and the test files to meet it. The mutated text lives in
 * Vite's memory alone; nothing is written to the source.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dataModules } from '../../src/catalogue/build/data-modules.ts';
import { standIns } from './folders.ts';
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from 'vitest/node';
import { planted, watched, type Mutant } from './mutants.ts';

export type Question =
  | { readonly kind: 'watch'; readonly mutants: readonly Mutant[]; readonly files: readonly string[] }
  /** Null: no error, which every test must pass. */
  | { readonly kind: 'plant'; readonly mutant: Mutant | null; readonly files: readonly string[] };
export type Answer =
  | { readonly kind: 'ready'; readonly files: readonly string[] }
  | { readonly kind: 'file'; readonly file: string; readonly seconds: number; readonly failure: string | null }
  | { readonly kind: 'done' };

const root = fileURLToPath(new URL('../../', import.meta.url));
const [, , tests, watching] = process.argv;
const texts = new Map<string, string>();

const tell = (answer: Answer): void => void process.send?.(answer);

/** Test files in the order in which they are asked for. */
class AsGiven extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files);
  }
}

const vitest = await createVitest(
  'test',
  {
    root,
    config: false,
    watch: false,
    environment: 'node',
    // A thread for each mutant, so that no state is left for the next; its test files share it, and load the sources once. The first pass
    // has a thread for each file, because it must know what each one loads.
    pool: 'threads',
    maxWorkers: 1,
    isolate: watching === 'watch',
    sequence: { sequencer: AsGiven },
    include: JSON.parse(tests ?? '[]') as string[],
    exclude: standIns,
    setupFiles: ['test/setup/matchers.ts', 'test/setup/property-seed.ts', ...(watching === 'watch' ? ['test/mutation/reached.ts'] : [])],
    reporters: [{ onTestModuleEnd: report }],
    bail: 1,
    // The runner has limits of its own, from what each file took without an error.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
  {
    clearScreen: false,
    logLevel: 'silent',
    plugins: [
      dataModules,
      {
        name: 'mutants',
        enforce: 'pre',
        transform: (_, id) => texts.get(id) ?? null,
      },
    ],
  },
);
const specifications = new Map<string, TestSpecification>();
for (const each of await vitest.globTestSpecifications()) specifications.set(each.moduleId.slice(root.length), each);

/** Gives a source file another text, or its own again. */
function setText(file: string, text: string | null): void {
  const path = `${root}${file}`;
  if (text === null) texts.delete(path);
  else texts.set(path, text);
  // Its importers keep their transformed text, which is the same.
  for (const { vite } of vitest.projects) {
    for (const environment of Object.values(vite.environments)) {
      for (const module of environment.moduleGraph.getModulesByFile(path) ?? []) module.transformResult = null;
    }
  }
}

let started = 0;
function report(module: TestModule): void {
  const failed = [...module.children.allTests('failed')].map((test) => `${test.fullName}: ${test.result().errors?.[0]?.message ?? ''}`);
  const [failure] = [...module.errors().map(({ message }) => message), ...failed];
  const ended = performance.now();
  if (module.state() !== 'skipped')
    tell({ kind: 'file', file: module.moduleId.slice(root.length), seconds: (ended - started) / 1000, failure: failure ?? null });
  started = ended;
}

/** Runs test files in their order, up to the first failure. */
async function meet(files: readonly string[]): Promise<void> {
  started = performance.now();
  const { unhandledErrors } = await vitest.runTestSpecifications(files.flatMap((file) => specifications.get(file) ?? []));
  if (unhandledErrors.length > 0) tell({ kind: 'file', file: files[0] ?? '', seconds: 0, failure: 'an error that no test caught' });
}

process.on('message', (question: Question) => {
  void (async () => {
    if (question.kind === 'watch') {
      const byFile = new Map<string, { id: number; mutant: Mutant }[]>();
      question.mutants.forEach((mutant, id) => byFile.set(mutant.file, [...(byFile.get(mutant.file) ?? []), { id, mutant }]));
      for (const [file, mutants] of byFile) setText(file, watched(await readFile(`${root}${file}`, 'utf8'), mutants));
      await meet(question.files);
    } else {
      const { mutant, files } = question;
      if (mutant) setText(mutant.file, planted(await readFile(`${root}${mutant.file}`, 'utf8'), mutant));
      await meet(files);
      if (mutant) setText(mutant.file, null);
    }
    tell({ kind: 'done' });
  })();
});
process.on('disconnect', () => process.exit());
tell({ kind: 'ready', files: [...specifications.keys()] });
