/** What a mutation run found, as text and as a record. */
import type { Mutant } from './mutants.ts';

export interface Verdict {
  readonly mutant: Mutant;
  readonly outcome: 'killed' | 'survived' | 'equivalent';
  /** The test that noticed, or why none could. */
  readonly by: string;
}

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
};

const change = ({ file, line, kind, original, replacement }: Mutant): string => `${file}:${line} ${kind}: ${short(original)} → ${short(replacement)}`;

interface Count {
  readonly killed: number;
  readonly survived: number;
  readonly equivalent: number;
  /** Killed of those that are errors. */
  readonly share: number;
}

function count(verdicts: readonly Verdict[]): Count {
  const of = (wanted: Verdict['outcome']): number => verdicts.filter(({ outcome }) => outcome === wanted).length;
  const [killed, survived, equivalent] = [of('killed'), of('survived'), of('equivalent')];
  return { killed, survived, equivalent, share: killed / Math.max(killed + survived, 1) };
}

export const folderOf = ({ file }: Mutant): string => file.split('/')[1] ?? '';

/** Survivors by place, then killed and survived by folder. */
export function summary(verdicts: readonly Verdict[]): string {
  const survivors = verdicts
    .filter(({ outcome }) => outcome === 'survived')
    .sort((a, b) => (a.mutant.file < b.mutant.file ? -1 : a.mutant.file > b.mutant.file ? 1 : a.mutant.line - b.mutant.line));
  const lines = survivors.map(({ mutant, by }) => `survived  ${change(mutant)}  (${by})`);
  for (const folder of new Set(verdicts.map(({ mutant }) => folderOf(mutant)))) {
    const { killed, survived, equivalent, share } = count(verdicts.filter(({ mutant }) => folderOf(mutant) === folder));
    lines.push(`${folder}: ${killed} killed, ${survived} survived, ${equivalent} equivalent: ${(100 * share).toFixed(1)} % killed`);
  }
  return lines.join('\n');
}

/** For docs/measurements. */
export function record(folder: string, seed: number, verdicts: readonly Verdict[]): object {
  const list = (wanted: Verdict['outcome']): readonly string[] =>
    verdicts
      .filter(({ outcome }) => outcome === wanted)
      .map(({ mutant, by }) => (wanted === 'equivalent' ? `${change(mutant)} (${by})` : change(mutant)));
  return {
    when: new Date().toISOString(),
    folder,
    seed,
    ...count(verdicts),
    survivors: list('survived').toSorted(),
    equivalents: list('equivalent'),
  };
}
