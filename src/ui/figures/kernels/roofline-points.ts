/** A run as a roof and points of a roofline. No DOM. */
import type { Roof, RoofPoint } from '../../../charts/roofline-chart.ts';
import { isInteger } from '../../../run/rates.ts';
import type { KernelResult, Run } from '../../../run/run.ts';
import { familyOf, shapeWords } from '../../text/kernels.ts';

/** Short, since they stand beside dots. */
const stems: Readonly<Record<string, string>> = {
  gemm: 'matmul',
  gemv: 'matrix-vector',
  'attention.prefill': 'attention prefill',
  'attention.decode': 'attention decode',
};
const computing: ReadonlySet<string> = new Set(['Matrix multiply', 'Matrix-vector', 'Attention']);

/** Only kernels that compute, in floating point, belong under a roof; probes of one resource are the roof. */
const underRoof = (kernel: KernelResult): boolean =>
  computing.has(familyOf(kernel).group) && !isInteger(kernel) && kernel.flops > 0 && kernel.bytes > 0 && kernel.median > 0;

export function measuredPoints(run: Run): readonly RoofPoint[] {
  return run.kernels.filter(underRoof).map((kernel) => ({
    id: kernel.id,
    name: shortName(kernel),
    intensity: kernel.flops / kernel.bytes,
    rate: kernel.flops / kernel.median,
    low: kernel.flops / kernel.high,
    high: kernel.flops / kernel.low,
    own: true,
    evidence: 'measured',
  }));
}

/** `matmul 2048³, f32`, `matrix-vector q4 4096×4096`, `attention decode 8192`. */
function shortName(kernel: KernelResult): string {
  const [stem, more = ''] = Object.keys(stems)
    .filter((name) => kernel.kernel === name || kernel.kernel.startsWith(`${name}.`))
    .map((name) => [stems[name], kernel.kernel.slice(name.length + 1)])[0] ?? [kernel.kernel];
  const shape = shapeWords(kernel).replace(/ tokens$/, '');
  return [[stem, more, shape].filter(Boolean).join(' '), more ? '' : kernel.dtype].filter(Boolean).join(', ');
}

/**
 * The visitor's own roof: their stream read and the best of their multiply rates. Matrix units count where a kernel of the
 * run used them.
 */
export function measuredRoof(run: Run, name: string): Roof | null {
  const { fmaF32, fmaF16, matrixF16, read } = run.ceilings;
  const units = run.kernels.some(({ kernel }) => kernel.endsWith('.sgm') && kernel !== 'peak.sgm');
  const peaks = [
    { ceiling: fmaF32, label: 'f32 FMA' },
    { ceiling: fmaF16, label: 'f16 FMA' },
    { ceiling: units ? matrixF16 : null, label: 'f16 matrix units' },
  ];
  const best = peaks.flatMap(({ ceiling, label }) => (ceiling ? [{ value: ceiling.value, label }] : [])).sort((a, b) => b.value - a.value)[0];
  return best && read ? { name, bandwidth: read.value, peak: best.value, peakLabel: best.label, own: true } : null;
}

export interface RoofFinding {
  readonly memoryShare: number | null;
  readonly computeShare: number | null;
}

/**
 * How close the best memory-bound and the best compute-bound kernel came to the run's own roof. Data that fitted into a
 * cache says nothing about memory and is left out.
 */
export function roofFinding(run: Run, roof: Roof): RoofFinding {
  const cached = new Set(run.kernels.filter(({ badges }) => badges.includes('cache-resident')).map(({ id }) => id));
  const points = measuredPoints(run).filter(({ id }) => !cached.has(id));
  const knee = roof.peak / roof.bandwidth;
  const best = (among: readonly RoofPoint[], limit: (point: RoofPoint) => number): number | null =>
    among.length === 0 ? null : Math.max(...among.map((point) => point.rate / limit(point)));
  return {
    memoryShare: best(
      points.filter((point) => point.intensity < knee / 2),
      (point) => point.intensity * roof.bandwidth,
    ),
    computeShare: best(
      points.filter((point) => point.intensity > knee * 2),
      () => roof.peak,
    ),
  };
}
