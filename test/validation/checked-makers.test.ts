import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { isCheckedMaker } from '../../src/validation/checked-makers.ts';

it('the makers that count as checked are those of the published rows', () => {
  const lines = readFileSync(new URL('../../src/validation/published/serving.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const ran = new Set(lines.map((line) => (JSON.parse(line) as { scenario: { accelerator: string } }).scenario.accelerator));
  const makers = new Set(accelerators().flatMap(({ id, vendor }) => (ran.has(id) ? [vendor] : [])));
  for (const { vendor } of accelerators()) expect(isCheckedMaker(vendor), vendor).toBe(makers.has(vendor));
});
