/** A run as a roof and points of a roofline. No DOM. */
import type { Roof, RoofPoint } from '../../charts/roofline-chart.ts';
import type { Run } from '../../run/run.ts';

const kernelNames: Readonly<Record<string, string>> = {
  gemm: 'matmul', gemv: 'matrix-vector', 'attention.prefill': 'attention prefill', 'attention.decode': 'attention decode',
};

/** Only kernels that compute belong under a roof; probes of one resource are the roof. */
export function measuredPoints(run: Run): readonly RoofPoint[] {
  return run.kernels.filter((kernel) => kernel.kernel in kernelNames && kernel.flops > 0 && kernel.bytes > 0 && kernel.median > 0).map((kernel) => ({
    id: kernel.id,
    name: `${kernelNames[kernel.kernel] ?? kernel.kernel}${shapeWords(kernel.kernel, kernel.shape)}, ${kernel.dtype}`,
    intensity: kernel.flops / kernel.bytes,
    rate: kernel.flops / kernel.median,
    low: kernel.flops / kernel.high,
    high: kernel.flops / kernel.low,
    own: true,
    evidence: 'measured',
  }));
}

function shapeWords(kernel: string, shape: Readonly<Record<string, number>>): string {
  if (kernel === 'gemm' && shape['m'] !== undefined) return shape['m'] === shape['n'] && shape['n'] === shape['k'] ? ` ${shape['m']}³` : ` ${shape['m']}×${shape['n']}×${shape['k']}`;
  if (kernel === 'gemv' && shape['n'] !== undefined) return ` ${shape['n']}×${shape['k'] ?? ''}`;
  return shape['seq'] === undefined ? '' : ` ${shape['seq']}`;
}

/** The visitor's own roof: their stream read and the better of their two multiply rates. */
export function measuredRoof(run: Run, name: string): Roof | null {
  const { fmaF32, fmaF16, read } = run.ceilings;
  const peak = fmaF16 && (!fmaF32 || fmaF16.value > fmaF32.value) ? { value: fmaF16.value, label: 'f16 FMA' } : fmaF32 ? { value: fmaF32.value, label: 'f32 FMA' } : null;
  return peak && read ? { name, bandwidth: read.value, peak: peak.value, peakLabel: peak.label, own: true } : null;
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
  const best = (among: readonly RoofPoint[], limit: (point: RoofPoint) => number): number | null => (among.length === 0 ? null : Math.max(...among.map((point) => point.rate / limit(point))));
  return {
    memoryShare: best(points.filter((point) => point.intensity < knee / 2), (point) => point.intensity * roof.bandwidth),
    computeShare: best(points.filter((point) => point.intensity > knee * 2), () => roof.peak),
  };
}
