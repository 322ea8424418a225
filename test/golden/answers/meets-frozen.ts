/** The frozen answers of one kind, as tests. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fileOf, kinds, type FrozenFile, type Kind } from './frozen.ts';

export function meetsFrozen(kind: Kind): void {
  const { ids, answer } = kinds[kind];
  const { answers } = JSON.parse(readFileSync(fileOf(kind), 'utf8')) as FrozenFile;

  it('has an answer for each question: after adding one, `npm run freeze`', () => {
    expect(Object.keys(answers)).toEqual(ids);
  });

  it.each(ids)('%s: as frozen, or a new model version says why (`npm run freeze`)', (id) => {
    expect(answer(id)).toEqual(answers[id]);
  });
}
