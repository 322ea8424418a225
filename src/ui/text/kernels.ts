/**
 * Kernels in words: which family and group a result belongs to, the unit that judges it, its shape. A family that is not
 * listed is shown by its own name, so that no result of a later version is lost. No DOM.
 */
import { kernelFamilies, kernelFamily, type KernelFamily } from '../../run/kernel-families.ts';
import type { KernelResult, RateUnit } from '../../run/run.ts';
import { formatQuantity } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';

/** How a result is shown and judged. */
export type ShownFamily = Pick<KernelFamily, 'group' | 'name' | 'unit'>;

type Judged = Pick<KernelResult, 'kernel' | 'dtype' | 'flops' | 'bytes' | 'model'>;

/** Groups of families that are not listed above, by the first word of their name. */
const groupsByStem: Readonly<Record<string, string>> = {
  model: 'Whole models',
  peak: 'Peaks',
  mem: 'Memory',
  launch: 'Launches',
  gemm: 'Matrix multiply',
  gemv: 'Matrix-vector',
  attention: 'Attention',
};

export function familyOf({ kernel, dtype, flops, bytes, model }: Judged): ShownFamily {
  const found = kernelFamily(kernel);
  if (!found)
    return {
      group: groupsByStem[kernel.split('.')[0] ?? ''] ?? 'Other kernels',
      name: kernel,
      unit: flops > 0 ? integerUnit(kernel, dtype) : bytes > 0 ? 'B/s' : 's',
    };
  const { group, name, unit } = found;
  // A link carries the time of a step and not what the step was.
  if (unit === 'tokens/s' && !model) return { group, name, unit: 's' };
  return { group, name, unit: unit === 'FLOP/s' ? integerUnit(kernel, dtype) : unit };
}

/** Operations of one byte on another, which no FLOP/s roof stands over. */
export const isInteger = ({ kernel, dtype }: Pick<KernelResult, 'kernel' | 'dtype'>): boolean => integerUnit(kernel, dtype) === 'OP/s';

/** Whole numbers are multiplied where both sides are 8 bits wide; weights alone are unpacked into floating point. */
const integerUnit = (kernel: string, dtype: KernelResult['dtype']): RateUnit =>
  /a8$|i8$|dp4a/.test(kernel) || (kernel.endsWith('.sgm') && dtype === 'i8') ? 'OP/s' : 'FLOP/s';

/** What a result comes to in its unit, with its 95 % interval: the longer time is the lower rate. */
export function rateOf(result: KernelResult): Quantity {
  const { unit } = familyOf(result);
  const { median, low, high } = result;
  if (unit === 's') return { value: median, low, high, unit, evidence: 'measured' };
  const work = unit === 'tokens/s' ? (result.model?.tokens ?? 1) : unit === 'B/s' ? result.bytes : result.flops;
  return { value: work / median, low: work / high, high: work / low, unit, evidence: 'measured' };
}

/** `2048³`, `4096×14336`, `8192 tokens`, `64 MiB`; a name of extents where nothing shorter is known. */
export function shapeWords({ kernel, shape, model }: Pick<KernelResult, 'kernel' | 'shape' | 'model'>): string {
  if (model) return `${model.name}, ${model.weights}, ${model.phase === 'decode' ? `after ${model.context}` : `${model.tokens}`} tokens`;
  const { m, n, k, batch, seq, bytes } = shape;
  const several = batch !== undefined && batch > 1 ? `${batch} × ` : '',
    vectors = batch ?? m ?? 1;
  if (kernel.startsWith('gemv') && n !== undefined && k !== undefined) return `${n}×${k}${vectors > 1 ? `, ${vectors} vectors` : ''}`;
  if (m !== undefined && n !== undefined && k !== undefined) return m === n && n === k ? `${m}³` : `${m}×${n}×${k}`;
  if (seq !== undefined) return `${several}${seq} tokens`;
  if (bytes !== undefined) return bytes >= 2 ** 20 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${Math.round(bytes / 2 ** 10)} KiB`;
  return /^(launch|peak)\./.test(kernel)
    ? ''
    : Object.entries(shape)
        .map(([name, extent]) => `${name} ${extent}`)
        .join(', ');
}

/** One result on a line: "Matrix multiply 2048³, f32". */
export function kernelWords(result: KernelResult): string {
  const { name } = familyOf(result);
  const shape = shapeWords(result);
  return `${name}${shape ? ` ${shape}` : ''}${result.model || result.kernel.startsWith('launch') ? '' : `, ${result.dtype}`}`;
}

export interface KernelGroup {
  readonly name: string;
  readonly results: readonly KernelResult[];
}

/** By group, groups and families in the order of the list above; what is not listed comes last, in its own order. */
export function kernelGroups(results: readonly KernelResult[]): readonly KernelGroup[] {
  const place = ({ kernel }: KernelResult): number => {
    const family = kernelFamily(kernel);
    return family ? kernelFamilies.indexOf(family) : kernelFamilies.length;
  };
  const inOrder = results.filter(({ median }) => median > 0).toSorted((a, b) => place(a) - place(b));
  return [...gathered(inOrder, (result) => familyOf(result).group)].map(([name, members]) => ({ name, results: members }));
}

/** By what they have in common, in the order of the first of each. */
function gathered(results: readonly KernelResult[], by: (result: KernelResult) => string): ReadonlyMap<string, readonly KernelResult[]> {
  const found = new Map<string, KernelResult[]>();
  for (const result of results) {
    const members = found.get(by(result));
    if (members) members.push(result);
    else found.set(by(result), [result]);
  }
  return found;
}

export interface FamilyLine {
  readonly name: string;
  readonly rate: string;
}

/** One line a family: the best that it reached so far. */
export function familyLines(finished: readonly KernelResult[]): readonly FamilyLine[] {
  return kernelGroups(finished).flatMap(({ results }) =>
    [...gathered(results, (result) => familyOf(result).name)].map(([name, members]) => ({ name, rate: bestOf(members) })),
  );
}

/** The highest rate, or the shortest time where time is what counts, at the digits that its interval allows. */
export function bestOf(results: readonly KernelResult[]): string {
  const [best] = results.map(rateOf).sort((a, b) => (a.unit === 's' ? a.value - b.value : b.value - a.value));
  if (!best) return '';
  const { value, unit } = formatQuantity(best);
  return `${value} ${unit}`;
}
