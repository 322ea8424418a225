/**
 * `npx tsx src/calibration/priors/fit/main.ts`: regenerates `pack.json` from the published operator timings and prints
 * the errors of every form where it was not fitted. The same tables give the same pack, byte for byte. What would stand
 * in for an accelerator without its own timings, or without its family's, goes to `src/validation/held-out-operators.json`.
 */
import { writeFileSync } from 'node:fs';
import { mean } from '../../../stats/mean.ts';
import { median, quantile } from '../../../stats/quantile.ts';
import type { PackEntry, StandIns } from '../pack.ts';
import type { Family } from '../silicon.ts';
import { centreOf, fitNear, fitPool, poolsOf, type Theta } from './fit-form.ts';
import { forms, type Form } from './forms.ts';
import { holdOut, magnitudes, type HoldOut } from './hold-out.ts';

const version = '1';

/** Four digits: far finer than any interval, and half the bytes. */
const digits = (theta: Theta): number[] => theta.map((value) => Number(Math.exp(value).toPrecision(4)));

function entry(form: Form, held: readonly HoldOut[]): PackEntry {
  const systems: Record<string, number[]> = {};
  const families: Record<string, number[]> = {};
  const pools: Record<string, number[]> = {};
  for (const name of new Set(form.rows.flatMap((row) => poolsOf(row.system)))) {
    pools[name] = digits(
      fitPool(
        form,
        form.rows.filter((row) => poolsOf(row.system).includes(name)),
        name,
      ),
    );
  }
  const centres = new Map([...new Set(form.rows.map((row) => row.system.family))].map((family) => [family, centreOf(form, family)]));
  const near = (rows: Form['rows'], family: Family): number[] => digits(fitNear(form, rows, centres.get(family) ?? centreOf(form, family)));
  for (const family of new Set(form.rows.map((row) => row.system.family))) {
    families[family] = near(
      form.rows.filter((row) => row.system.family === family),
      family,
    );
  }
  for (const system of new Set(form.rows.map((row) => row.system))) {
    systems[system.id] = near(
      form.rows.filter((row) => row.system === system),
      system.family,
    );
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
    return widths.length > 0 ? mean(widths) : null;
  };
  const system = width((one) => one.known) ?? 0.25;
  const family = Math.max(system, width((one) => one.family) ?? 1.5 * system);
  const pool = Math.max(family, width((one) => (counted(one, 'pool') ? one.pool : null)) ?? 2 * family);
  const round = (value: number): number => Number(value.toPrecision(3));
  return { system: round(system), family: round(family), pool: round(pool) };
}

/** By chip, the numbers of its kin alone; by family, those of the pool without it. */
function standInsOf(form: Form, held: readonly HoldOut[]): StandIns {
  const chips: Record<string, number[]> = {};
  const families: Record<string, number[]> = {};
  for (const {
    id,
    standIns: { family, pool },
  } of held) {
    const own = form.rows.find((row) => row.system.id === id)?.system.family;
    if (family) chips[id] = digits(family);
    if (pool && own) families[own] = digits(pool);
  }
  return { chips, families };
}

const show = (errors: readonly number[] | null): string => (errors ? `${median(magnitudes(errors)).toFixed(3)} (${median(errors).toFixed(2)})` : '–');

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function report(form: Form, held: readonly HoldOut[]): void {
  write(`\n**${form.key}**: ${form.rows.length} rows, ${form.left} left out\n`);
  write('| accelerator | rows | other rows known | family known | family unknown |');
  write('|---|---:|---:|---:|---:|');
  for (const one of held) write(`| ${one.id} | ${one.rows} | ${show(one.known)} | ${show(one.family)} | ${show(one.pool)} |`);
}

/** The one accelerator whose kin nobody timed says nothing about how a class predicts its members. */
const counted = (one: HoldOut, level: 'known' | 'family' | 'pool'): boolean => !(level === 'pool' && one.id === 'arc-pro-b60');

function summary(all: readonly { form: Form; held: readonly HoldOut[] }[]): void {
  write('\nMean over accelerators of the median |ln(predicted/measured)|, half width of the 80 % interval, its coverage:\n');
  write('| operator | other rows known | family known | family unknown | accelerator held out |');
  write('|---|---|---|---|---:|');
  for (const { form, held } of all) {
    const { spread: widths } = entries[form.key] ?? { spread: { system: 0, family: 0, pool: 0 } };
    const cells = (['known', 'family', 'pool'] as const).map((level) => {
      const groups = held.flatMap((one) => (one[level] && one[level].length > 0 && counted(one, level) ? [one[level]] : []));
      if (groups.length === 0) return '–';
      const width = widths[level === 'known' ? 'system' : level];
      const covered = mean(groups.map((errors) => magnitudes(errors).filter((error) => error <= width).length / errors.length));
      return `${mean(groups.map((errors) => median(magnitudes(errors)))).toFixed(3)} ± ${width.toFixed(2)}, ${(100 * covered).toFixed(0)} %`;
    });
    // What remains when one accelerator is left out: its family where a sibling stays, else its pool.
    const out = held.flatMap((one) =>
      (one.family ?? (counted(one, 'pool') ? one.pool : null)) ? [median(magnitudes(one.family ?? one.pool ?? []))] : [],
    );
    write(`| ${form.key} | ${cells.join(' | ')} | ${out.length > 0 ? mean(out).toFixed(3) : '–'} |`);
  }
}

const entries: Record<string, PackEntry> = {};
const all = forms().map((form) => ({ form, held: holdOut(form) }));
for (const { form, held } of all) {
  entries[form.key] = entry(form, held);
  report(form, held);
}
summary(all);
const compact = (value: object): string =>
  `${JSON.stringify(value, null, 1)
    .replace(/\n\s+(-?[\d.e+-]+,?)/g, ' $1')
    .replace(/(\d)\n\s+\]/g, '$1 ]')}\n`;
const text = compact({ version, entries });
const standIns = Object.fromEntries(all.map(({ form, held }) => [form.key, standInsOf(form, held)]));
writeFileSync(new URL('../pack.json', import.meta.url), text);
writeFileSync(new URL('../../../validation/held-out-operators.json', import.meta.url), compact(standIns));
write(`\npack.json: ${text.length} bytes`);
