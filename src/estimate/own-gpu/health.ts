/**
 * Does this GPU read its memory as others of its kind do? The measured stream over the datasheet of the GPU that the visitor says it is,
 * against the share of their datasheets that other GPUs reach.
 */
import { pack } from '../../calibration/priors/pack.ts';
import type { ClientGpu } from '../../catalogue/client-gpus.ts';
import type { Ceiling, Run } from '../../run/run.ts';
import type { Quantity } from '../../units/quantity.ts';

export interface Share {
  readonly low: number;
  readonly high: number;
}

/**
 * The least and the greatest share of its datasheet bandwidth that an accelerator reached in published timings of bf16 products, as fitted
 * (e_m, the second number). A bare stream has less to do than a product, so that the least of them is no hard demand.
 */
export function usualShare(): Share {
  const shares = Object.values(pack.entries['gemm/bf16']?.systems ?? {}).flatMap(([, memory]) => memory ?? []);
  return { low: Math.min(...shares), high: Math.max(...shares) };
}

export type Health =
  /** Nobody said which GPU it is. */
  | { readonly kind: 'unnamed'; readonly measured: Ceiling }
  | { readonly kind: 'no datasheet'; readonly measured: Ceiling; readonly client: ClientGpu }
  | {
      readonly kind: 'as expected' | 'below' | 'above its datasheet';
      readonly measured: Ceiling;
      readonly client: ClientGpu;
      /** Byte/s of the datasheet. */
      readonly datasheet: number;
      readonly share: Quantity;
      readonly usual: Share;
      /** How far the whole interval lies below the least usual share; 0 unless it does. */
      readonly shortfall: number;
      /** Laptop GPU of the same name whose datasheet the measurement would fit. */
      readonly laptop: ClientGpu | null;
    };

/** Null where a processor did the work, or the run has no stream. */
export function healthOf(
  { adapter, ceilings }: Pick<Run, 'adapter' | 'ceilings'>,
  client: ClientGpu | null,
  clients: readonly ClientGpu[],
): Health | null {
  const measured = ceilings.read;
  if (adapter.fallback || !measured) return null;
  if (!client) return { kind: 'unnamed', measured };
  if (!client.memoryBandwidth) return { kind: 'no datasheet', measured, client };
  const datasheet = client.memoryBandwidth.value;
  const of = (bandwidth: number): Quantity => ({
    value: measured.value / bandwidth,
    low: measured.low / bandwidth,
    high: measured.high / bandwidth,
    unit: '',
    evidence: 'measured',
  });
  const share = of(datasheet),
    usual = usualShare();
  const kind = share.low > 1 ? 'above its datasheet' : share.high < usual.low ? 'below' : 'as expected';
  const laptop = clients.find(({ kind: sold, name, memoryBandwidth }) => {
    if (sold !== 'laptop' || !name.startsWith(client.name) || name === client.name || !memoryBandwidth) return false;
    const { low, high } = of(memoryBandwidth.value);
    return high >= usual.low && low <= 1;
  });
  return {
    kind,
    measured,
    client,
    datasheet,
    share,
    usual,
    shortfall: kind === 'below' ? 1 - share.high / usual.low : 0,
    laptop: kind === 'below' ? (laptop ?? null) : null,
  };
}
