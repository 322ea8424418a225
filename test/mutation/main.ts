/**
 * `npm run mutate -- --folder model --count 200 --seed 1`: plants a seeded sample of small errors one at a time and says which of them the
 * tests notice. `--file PART` keeps to files whose path contains PART, `--again` asks only about those that survived the last time, `--save`
 * writes docs/measurements/mutation-FOLDER.json, `--ci` runs 60 mutants over all folders and fails when fewer than 41 are killed.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shuffled } from '../../src/stats/shuffle.ts';
import { crew, type FileAnswer, type Job } from './crew.ts';
import { equivalence } from './equivalents.ts';
import { killers } from './killers.ts';
import { folders, isTestOf, notMutated, testsOf, type Folder } from './folders.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import { folderOf, record, summary, type Verdict } from './report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true },
    file: { type: 'string' },
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
  },
});
const chosen = (values.folder ?? [...folders]) as Folder[];
const strange = chosen.find((folder) => !folders.includes(folder));
if (strange !== undefined) throw new Error(`--folder ${strange}: expected one of ${folders.join(', ')}`);
const whole = (name: 'count' | 'seed'): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${values[name]}: expected a whole number from 1`);
  return value;
};
const seed = whole('seed');
const count = values.ci ? 60 : whole('count');

/** Sources of a folder that take part. */
async function sourcesOf(folder: Folder): Promise<readonly string[]> {
  const entries = await readdir(`${root}src/${folder}`, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name}`)
    .filter((file) => !notMutated.test(file) && file.includes(values.file ?? ''))
    .sort();
}

const texts = new Map<string, string>();
async function sampled(list: readonly string[], most: number): Promise<readonly Mutant[]> {
  const all: Mutant[] = [];
  for (const file of list) {
    const text = await readFile(`${root}${file}`, 'utf8');
    texts.set(file, text);
    all.push(...mutantsOf(file, text));
  }
  return shuffled(all, seed).slice(0, most);
}

const sources = await Promise.all(chosen.map(sourcesOf));
// One sample over all folders in CI, one for each folder otherwise.
const samples = values.ci ? [await sampled(sources.flat(), count)] : await Promise.all(sources.map((list) => sampled(list, count)));
const mutants = samples.flat();
const known = await killers(`${root}node_modules/.cache/mutation/${values.ci ? 'all' : chosen.join('-')}.json`, texts);
process.stdout.write(`seed ${seed}: ${mutants.length} mutants of ${chosen.join(', ')}\n`);

// First pass: every pure test once, without an error, noting which places it runs.
const reached = await mkdtemp(join(tmpdir(), 'mutation-'));
const seconds = new Map<string, number>();
const tests = [...new Set(chosen.flatMap(testsOf))];
const watchers = await crew(tests, 'watch', { LAB_MUTATION_REACHED: reached });
const unlimited = (): number => 600;
function stopOnFailure(answers: readonly FileAnswer[]): void {
  const failure = answers.find((answer) => answer.failure !== null);
  if (!failure) return;
  process.stdout.write(`${failure.file} fails without a mutant: ${failure.failure ?? ''}\n`);
  process.exit(1);
}
await watchers.run(
  watchers.files.map((file) => ({
    question: { kind: 'watch', mutants, files: [file] },
    limit: unlimited,
    done: (answers) => {
      stopOnFailure(answers);
      for (const answer of answers) seconds.set(answer.file, answer.seconds);
    },
  })),
);
watchers.end();
process.stdout.write(
  `first pass: ${(performance.now() / 1000).toFixed(0)} s; slowest ${[...seconds]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([file, s]) => `${file} ${s.toFixed(1)}`)
    .join(', ')}\n`,
);
const reachedBy = new Map<number, string[]>();
for (const name of await readdir(reached)) {
  const { file, ids } = JSON.parse(await readFile(join(reached, name), 'utf8')) as { file: string; ids: number[] };
  const test = file.slice(root.length);
  for (const id of ids) reachedBy.set(id, [...(reachedBy.get(id) ?? []), test]);
}
await rm(reached, { recursive: true });

/** What killed it before, then its mirror, then quick ones: most mutants fall at the first file. */
const inOrder = (mutant: Mutant, tests: readonly string[]): readonly string[] => {
  const mirror = mutant.file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
  const last = known.of(mutant);
  const rank = (test: string): number => (test === last ? -1 : test === mirror ? 0 : (seconds.get(test) ?? 0));
  return [...tests].sort((a, b) => rank(a) - rank(b));
};

const verdicts: Verdict[] = [];
let done = 0;
const jobs: Job[] = [];
for (const [id, mutant] of mutants.entries()) {
  const reason = equivalence(mutant);
  const asked = inOrder(
    mutant,
    (reachedBy.get(id) ?? []).filter((test) => isTestOf(folderOf(mutant) as Folder, test)),
  );
  const settle = (verdict: Omit<Verdict, 'mutant'>): void => {
    verdicts[id] = { mutant, ...verdict };
    done += 1;
    if (done % 20 !== 0) return;
    process.stdout.write(`${done} of ${mutants.length}\n`);
    // What a run that is ended has learnt is not lost.
    void known.save();
  };
  if (reason !== null) settle({ outcome: 'equivalent', by: reason });
  else if (values.again && known.of(mutant) !== null) settle({ outcome: 'killed', by: `${known.of(mutant) ?? ''}, before` });
  else if (asked.length === 0) settle({ outcome: 'survived', by: 'not reached by any test' });
  else
    jobs.push({
      question: { kind: 'plant', mutant, files: asked },
      // What hangs, hangs for ever; a machine that others use as well is only slow for a while.
      limit: (file) => 20 + 10 * (seconds.get(file) ?? 0),
      done: (answers, timedOut) => {
        const killer = answers.find(({ failure }) => failure !== null);
        const noticed = timedOut ? asked[answers.length] : killer?.file;
        if (noticed !== undefined) known.note(mutant, noticed);
        if (timedOut) settle({ outcome: 'killed', by: 'time limit' });
        else if (killer) settle({ outcome: 'killed', by: `${killer.file}: ${killer.failure?.split('\n')[0] ?? ''}` });
        else settle({ outcome: 'survived', by: `${answers.length} test files` });
      },
    });
}
const planters = await crew(tests, 'plant');
// The tests share a thread now: without a mutant they must pass there as well.
await planters.run([
  {
    question: { kind: 'plant', mutant: null, files: planters.files.filter((file) => jobs.some(({ question }) => question.files.includes(file))) },
    limit: unlimited,
    done: stopOnFailure,
  },
]);
await planters.run(jobs);
planters.end();
await known.save();

process.stdout.write(`\n${summary(verdicts)}\n`);
if (values.save && !values.ci) {
  for (const folder of chosen) {
    const own = verdicts.filter(({ mutant }) => mutant.file.startsWith(`src/${folder}/`));
    await writeFile(`${root}docs/measurements/mutation-${folder}.json`, `${JSON.stringify(record(folder, seed, own), null, 1)}\n`);
  }
}
const killed = verdicts.filter(({ outcome }) => outcome === 'killed').length;
if (values.ci && killed < 41) {
  process.stdout.write(`${killed} of ${count} killed; 41 must be\n`);
  process.exitCode = 1;
}
