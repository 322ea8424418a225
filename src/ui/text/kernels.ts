/**
 * Kernels in words: which family and group a result belongs to, the unit that judges it, its shape. A family that is not
 * listed is shown by its own name, so that no result of a later version is lost. No DOM.
 */
import { kernelFamilies, kernelFamily, type KernelFamily } from '../../run/kernel-families.ts';
import { isBetter, type Judged, rateOf, unitOf } from '../../run/rates.ts';
import type { KernelResult } from '../../run/run.ts';
import { formatQuantity } from '../../units/format.ts';

/** How a result is shown and judged. */
export type ShownFamily = Pick<KernelFamily, 'group' | 'name' | 'unit'>;

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

export function familyOf(result: Judged): ShownFamily {
  const found = kernelFamily(result.kernel);
  const unit = unitOf(result);
  if (!found) return { group: groupsByStem[result.kernel.split('.')[0] ?? ''] ?? 'Other kernels', name: result.kernel, unit };
  return { group: found.group, name: found.name, unit };
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
  const [best] = results.map(rateOf).sort((a, b) => (isBetter(a, b) ? -1 : 1));
  if (!best) return '';
  const { value, unit } = formatQuantity(best);
  return `${value} ${unit}`;
}
