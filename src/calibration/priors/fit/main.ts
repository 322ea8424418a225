/**
 * `npx tsx src/calibration/priors/fit/main.ts`: regenerates `pack.json` from the published operator timings and prints
 * the errors of every form where it was not fitted. The same tables give the same pack, byte for byte.
 */
import { writeFileSync } from 'node:fs';
import type { PackEntry } from '../pack.ts';
import { fitNear, fitPool, poolsOf, type Theta } from './fit-form.ts';
import { forms, type Form } from './forms.ts';
import { holdOut, magnitudes, median, quantile, type HoldOut } from './hold-out.ts';

const version = '1';

/** Four digits: far finer than any interval, and half the bytes. */
const digits = (theta: Theta): number[] => theta.map((value) => Number(Math.exp(value).toPrecision(4)));

function entry(form: Form, held: readonly HoldOut[]): PackEntry {
  const systems: Record<string, number[]> = {};
  const families: Record<string, number[]> = {};
  const pools: Record<string, number[]> = {};
  for (const name of new Set(form.rows.flatMap((row) => poolsOf(row.system)))) {
    pools[name] = digits(fitPool(form, form.rows.filter((row) => poolsOf(row.system).includes(name))));
  }
  const centre = fitPool(form, form.rows);
  for (const family of new Set(form.rows.map((row) => row.system.family))) {
    families[family] = digits(fitNear(form, form.rows.filter((row) => row.system.family === family), centre));
  }
  for (const system of new Set(form.rows.map((row) => row.system))) {
    systems[system.id] = digits(fitNear(form, form.rows.filter((row) => row.system === system), centre));
  }
  return { class: form.class, systems, families, pools, spread: spread(held) };
}

/** 80 % of held-out |ln|, mean over accelerators so that no large table sets it; the pool's is at least the family's. */
function spread(held: readonly HoldOut[]): PackEntry['spread'] {
  const width = (pick: (one: HoldOut) => readonly number[] | null): number | null => {
    const widths = held.flatMap((one) => {
      const errors = pick(one);
      return errors && errors.length > 0 ? [quantile(magnitudes(errors), 0.8)] : [];
    });
    return widths.length > 0 ? widths.reduce((a, b) => a + b) / widths.length : null;
  };
  const system = width((one) => one.known) ?? 0.25;
  const family = Math.max(system, width((one) => one.family) ?? 1.5 * system);
  const pool = Math.max(family, width((one) => (one.id === 'arc-pro-b60' ? null : one.pool)) ?? 2 * family);
  const round = (value: number): number => Number(value.toPrecision(3));
  return { system: round(system), family: round(family), pool: round(pool) };
}

const show = (errors: readonly number[] | null): string =>
  errors ? `${median(magnitudes(errors)).toFixed(3)} (${median(errors).toFixed(2)})` : '–';

function report(form: Form, held: readonly HoldOut[]): void {
  process.stdout.write(`\n${form.key}: ${form.rows.length} rows, ${form.left} left out\n`);
  for (const one of held) {
    const cells = [one.id.padEnd(20), String(one.rows).padStart(4), show(one.known), show(one.family), show(one.pool)];
    process.stdout.write(`  ${cells.join('  ')}\n`);
  }
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function summary(all: readonly { form: Form; held: readonly HoldOut[] }[]): void {
  process.stdout.write('\nMean over accelerators of median |ln(predicted/measured)|: known, family known, family unknown; coverage of 80 % intervals\n');
  for (const { form, held } of all) {
    const { spread: widths } = entries[form.key] ?? { spread: { system: 0, family: 0, pool: 0 } };
    const cells = (['known', 'family', 'pool'] as const).map((level) => {
      const groups = held.flatMap((one) => (one[level] && one[level].length > 0 && !(level === 'pool' && one.id === 'arc-pro-b60') ? [one[level]] : []));
      if (groups.length === 0) return '–';
      const width = widths[level === 'known' ? 'system' : level];
      const covered = mean(groups.map((errors) => magnitudes(errors).filter((error) => error <= width).length / errors.length));
      return `${mean(groups.map((errors) => median(magnitudes(errors)))).toFixed(3)} ±${width.toFixed(2)} ${(100 * covered).toFixed(0)}%`;
    });
    process.stdout.write(`  ${form.key.padEnd(34)} ${cells.join('   ')}\n`);
  }
}

const entries: Record<string, PackEntry> = {};
const all = forms().map((form) => ({ form, held: holdOut(form) }));
for (const { form, held } of all) {
  entries[form.key] = entry(form, held);
  report(form, held);
}
summary(all);
const text = `${JSON.stringify({ version, entries }, null, 1).replace(/\n\s+(-?[\d.e+-]+,?)/g, ' $1').replace(/(\d)\n\s+\]/g, '$1 ]')}\n`;
writeFileSync(new URL('../pack.json', import.meta.url), text);
process.stdout.write(`\npack.json: ${text.length} bytes\n`);
