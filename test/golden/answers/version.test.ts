/** A number that changes is a new model version, and a new model version says under **Numbers** what changed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelVersion } from '../../../src/estimate/model-version.ts';
import { fileOf, kinds, type FrozenFile, type Kind } from './frozen.ts';

const changelog = readFileSync(new URL('../../../CHANGELOG.md', import.meta.url), 'utf8');

/** Text under the headings "Numbers". */
const numbers = changelog
  .split(/^(?=#{2,3} )/m)
  .filter((section) => section.startsWith('### Numbers'))
  .join('\n');

describe('the model version', () => {
  it.each(Object.keys(kinds) as Kind[])('is that of the frozen %s: after raising it, `npm run freeze`', (kind) => {
    expect((JSON.parse(readFileSync(fileOf(kind), 'utf8')) as FrozenFile).modelVersion).toBe(modelVersion);
  });

  it('has a line under Numbers in the changelog', () => {
    expect(numbers).toContain(`- Model version ${modelVersion}: `);
  });

  it('freezes at least sixty estimates', () => {
    expect(kinds.estimates.ids.length).toBeGreaterThanOrEqual(60);
  });
});
