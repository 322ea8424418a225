/** What has been measured so far, one line a kernel family: its best rate. No DOM. */
import type { KernelResult } from '../../run/run.ts';
import { formatDuration, formatRate } from '../../units/format.ts';

interface Family {
  readonly kernel: string;
  readonly name: string;
  /** What such a kernel is judged by. */
  readonly by: 'flops' | 'bytes' | 'seconds';
}

/** In the order in which the quick plan meets them. */
const families: readonly Family[] = [
  { kernel: 'peak.fma', name: 'Multiply-add peak', by: 'flops' }, { kernel: 'mem.read', name: 'Stream read', by: 'bytes' }, { kernel: 'mem.copy', name: 'Stream copy', by: 'bytes' },
  { kernel: 'launch.dispatch', name: 'Launch to launch', by: 'seconds' }, { kernel: 'gemm', name: 'Matrix multiply', by: 'flops' }, { kernel: 'gemv', name: 'Matrix-vector', by: 'bytes' },
  { kernel: 'attention.prefill', name: 'Attention, prompt', by: 'flops' }, { kernel: 'attention.decode', name: 'Attention, decode', by: 'bytes' },
];

export interface FamilyLine {
  readonly name: string;
  readonly rate: string;
}

export function familyLines(finished: readonly KernelResult[]): readonly FamilyLine[] {
  return families.flatMap(({ kernel, name, by }) => {
    const members = finished.filter((result) => result.kernel === kernel && result.median > 0);
    if (members.length === 0) return [];
    if (by === 'seconds') return [{ name, rate: formatDuration(Math.min(...members.map(({ median }) => median))).text }];
    const best = Math.max(...members.map((result) => result[by] / result.median));
    return [{ name, rate: formatRate(best, by === 'flops' ? 'FLOP/s' : 'B/s').text }];
  });
}
