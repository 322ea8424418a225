/**
 * Public configurations of 2025 and 2026 as the hub serves them, cut to the keys that matter, each with the parameters
 * that the code of transformers counts for it (or that were published), its format and what it caches for a token.
 * What is missed is listed here by name: a change that misses more, or that mends one, has to say so.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importConfig } from '../../src/catalogue/import-config.ts';
import { rows } from './configurations.jsonl';

interface Configuration {
  readonly name: string;
  readonly source: string;
  readonly expect: { readonly parameters: number; readonly basis: string; readonly weights: string; readonly kvElementsPerToken: number | null };
  readonly config: Record<string, unknown>;
}

const configurations = rows as readonly Configuration[];
/** Largest share by which a count may differ. */
const tolerance = 0.03;
/** Names that are missed today, and why. */
const missed: Readonly<Record<string, string>> = {};

function faults({ name, expect: wanted, config }: Configuration): readonly string[] {
  const read = importConfig(config, name);
  if (!read.ok) return [`refused: ${read.error.path}: ${read.error.message}`];
  const { parametersTotal, nativeFormat, kvElementsPerToken } = read.model;
  return [
    ...(Math.abs(parametersTotal / wanted.parameters - 1) > tolerance ? [`${parametersTotal} parameters, not ${wanted.parameters}`] : []),
    ...(nativeFormat === wanted.weights ? [] : [`${nativeFormat}, not ${wanted.weights}`]),
    ...(wanted.kvElementsPerToken === null || kvElementsPerToken === wanted.kvElementsPerToken
      ? []
      : [`${kvElementsPerToken} elements a token, not ${wanted.kvElementsPerToken}`]),
  ];
}

const pages = readFileSync(new URL('../../docs/field.md', import.meta.url), 'utf8').replace(/ +/g, ' ');

describe('public configurations', () => {
  it('are as many, and as right, as the page says', () => {
    const right = configurations.filter((each) => faults(each).length === 0).length;
    const priced = configurations.filter(({ name, config }) => importConfig(config, name).ok).length;
    const wrongFormat = configurations.filter((each) => faults(each).some((fault) => /^(bf16|fp8|int8|int4|nvfp4|mxfp4), not/.test(fault))).length;
    expect(pages).toContain(`| now | ${configurations.length} | ${priced} | ${right} | ${wrongFormat} |`);
  });

  it('are at least 120, each with its source', () => {
    expect(configurations.length).toBeGreaterThanOrEqual(120);
    expect(new Set(configurations.map(({ name }) => name)).size).toBe(configurations.length);
    expect(configurations.filter(({ source }) => !/^[\w.-]+\/[\w.-]+[@:]/.test(source))).toEqual([]);
  });

  it('are read with the right count, format and cache, but for those that are named', () => {
    const found = configurations.map((each) => [each.name, faults(each)] as const).filter(([, list]) => list.length > 0);
    expect(Object.fromEntries(found.filter(([name]) => !Object.hasOwn(missed, name)))).toEqual({});
    expect(Object.keys(missed).filter((name) => !found.some(([each]) => each === name))).toEqual([]);
    expect(found.length / configurations.length).toBeLessThanOrEqual(0.05);
  });
});
