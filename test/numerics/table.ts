/** The judged cases as a table: a line for each kernel and precision. */
import { printTable } from '../../src/cli/print/table.ts';
import type { KernelCheck } from '../../src/run/run.ts';
import type { Judged } from './judge-all.ts';

export interface KernelLine {
  readonly kernel: string;
  readonly precision: Judged['precision'];
  readonly variants: number;
  readonly cases: number;
  /** Cases all of whose checks passed. */
  readonly right: number;
  /** Entries that differ from whole numbers that must be met exactly. */
  readonly wrong: number;
  /** Largest relative RMS error of real data, and the tolerance that stood beside it. */
  readonly error: number | null;
  readonly tolerance: number | null;
}

export function kernelLines(judged: readonly Judged[]): readonly KernelLine[] {
  const groups = new Map<string, Judged[]>();
  for (const each of judged) {
    const key = `${each.kernel} ${each.precision}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()]
    .map((group): KernelLine => {
      const [first] = group;
      if (!first) throw new Error('a group has a member');
      const checks = group.flatMap((each) => each.checks);
      const real = checks.filter(({ kind }) => kind === 'sampled' || kind === 'freivalds');
      const worst = real.reduce<KernelCheck | null>(
        (most, check) => (most === null || check.error / check.tolerance > most.error / most.tolerance ? check : most),
        null,
      );
      return {
        kernel: first.kernel,
        precision: first.precision,
        variants: new Set(group.map(({ variant }) => variant)).size,
        cases: group.length,
        right: group.filter((each) => each.checks.every(({ passed }) => passed)).length,
        wrong: checks.filter(({ kind }) => kind === 'exact').reduce((sum, { error }) => sum + error, 0),
        error: worst?.error ?? null,
        tolerance: worst?.tolerance ?? null,
      };
    })
    .sort((a, b) => (a.kernel === b.kernel ? b.precision.localeCompare(a.precision) : a.kernel.localeCompare(b.kernel)));
}

const power = (value: number | null): string => (value === null ? '–' : value === 0 ? '0' : value.toExponential(0).replace('e-', 'e−'));

export function printNumerics(judged: readonly Judged[]): string {
  const columns = [
    { title: 'kernel' },
    { title: 'in' },
    { title: 'variants', align: 'right' },
    { title: 'cases', align: 'right' },
    { title: 'right', align: 'right' },
    { title: 'wrong entries', align: 'right' },
    { title: 'relative error', align: 'right' },
    { title: 'allowed', align: 'right' },
  ] as const;
  return printTable(
    columns,
    kernelLines(judged).map((line) => [
      line.kernel,
      line.precision,
      String(line.variants),
      String(line.cases),
      String(line.right),
      String(line.wrong),
      power(line.error),
      power(line.tolerance),
    ]),
  );
}
