/**
 * `npm run freeze`: writes the frozen answers anew. It refuses where an answer differs from the committed one under the same model version:
 * raise `src/estimate/model-version.ts` first, and say under **Numbers** in CHANGELOG.md what changed. New questions need no new version.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modelVersion } from '../../../src/estimate/model-version.ts';
import { fileOf, kinds, type FrozenFile, type Kind, type Lines } from './frozen.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The file as last committed; without git, as it lies there; null where there is none yet. */
function committed(kind: Kind): FrozenFile | null {
  const path = fileURLToPath(fileOf(kind));
  try {
    const text = execFileSync('git', ['show', `HEAD:${path.slice(root.length)}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text) as FrozenFile;
  } catch {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as FrozenFile;
    } catch {
      return null;
    }
  }
}

/** Words may be put better under the same version. */
const words = /(^|\.)(message|assumptions|sources)$|^unknown\./;
const numbersOf = (answer: Lines | undefined): string => JSON.stringify(Object.entries(answer ?? {}).filter(([field]) => !words.test(field)));

let refused = false;
for (const kind of Object.keys(kinds) as Kind[]) {
  const { ids, answer } = kinds[kind];
  const answers: Record<string, Lines> = Object.fromEntries(ids.map((id) => [id, answer(id)]));
  const before = committed(kind);
  const moved = ids.filter((id) => before?.answers[id] && numbersOf(before.answers[id]) !== numbersOf(answers[id]));
  if (before?.modelVersion === modelVersion && moved.length > 0) {
    process.stderr.write(`${kind}: ${moved.length} answers moved under model version ${modelVersion}, "${moved[0]}" first; nothing written\n`);
    refused = true;
    continue;
  }
  writeFileSync(fileOf(kind), `${JSON.stringify({ modelVersion, answers }, null, 1)}\n`);
  process.stdout.write(`${kind}: ${ids.length} answers, ${moved.length} moved, model version ${modelVersion}\n`);
}
if (refused) {
  process.stderr.write('Raise src/estimate/model-version.ts and write under Numbers in CHANGELOG.md what changed.\n');
  process.exitCode = 1;
}
