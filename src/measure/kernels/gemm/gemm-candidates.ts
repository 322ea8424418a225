/**
 * Which variants of a matrix multiply are tried for a shape: tiles that fill a GPU first, then others of the search space.
 * A shape belongs to a class, and what wins for one shape of a class is likely to win for the next.
 */
import { gemmConfigs, gemmPiece, gemmThreads, gemmWorkgroupBytes, type GemmConfig, type GemmKernel, type GemmShape, type GemmTile } from './gemm.ts';
import { fillingTiles } from '../probes/saturation-width.ts';
import { bytesOf, type DeviceTraits, type FloatType } from '../instance.ts';
import { searchOrder } from '../search-order.ts';

/** `square` fills any GPU with large tiles, `prefill` has 65 to 512 rows, `skinny` up to 64, `deep` is split along k or starves. */
export type ShapeClass = 'square' | 'prefill' | 'skinny' | 'deep';

export function shapeClass({ m, n, k }: GemmShape): ShapeClass {
  if (m <= 64) return 'skinny';
  if (k >= 4 * Math.max(m, n)) return 'deep';
  return m <= 512 ? 'prefill' : 'square';
}

/**
 * Registers of 32 bits that a thread holds at once: its sums, and beside them the larger of what it fetches and of the operands of one
 * step of k; both where it fetches ahead. Compilers add about a quarter for addresses, and spill beyond 255, on some GPUs sooner.
 */
const mostRegisters = 160;

export function heldRegisters(config: GemmConfig, dtype: FloatType): number {
  const { bm, bn, bk, tm, tn, staging = 'once', layout } = config;
  const share = (elements: number, piece: number): number => Math.ceil(elements / piece / gemmThreads(config)) * piece;
  const fetched = staging === 'none' ? 0 : ((share(bm * bk, gemmPiece(config)) + share(bk * bn, 4)) * bytesOf[dtype]) / 4;
  const operands = (layout === 'transposed' ? tm : 4 * tm) + tn;
  return tm * tn + (staging === 'once' ? Math.max(fetched, operands) : fetched + operands);
}

export function tileCount({ m, n }: GemmShape, { bm, bn }: GemmTile): number {
  return Math.ceil(m / bm) * Math.ceil(n / bn);
}

/** Parts of k for each workgroup that a shape lacks to fill a GPU, and at least four steps of bk in each. */
function splitFor(shape: GemmShape, tile: GemmTile, traits: DeviceTraits): number {
  const wanted = Math.min(16, Math.floor(fillingTiles(traits) / tileCount(shape, tile)), Math.floor(shape.k / (4 * tile.bk)));
  return wanted < 2 ? 1 : 2 ** Math.floor(Math.log2(wanted));
}

/** The same tile with its depth shared out, where that gives idle cores work. */
export function withSplit<T extends GemmTile>(shape: GemmShape, tile: T, traits: DeviceTraits): T {
  const split = splitFor(shape, tile, traits);
  return split === 1 ? tile : { ...tile, split };
}

function transposed(tile: GemmTile): GemmConfig {
  return { ...tile, layout: 'transposed' };
}

const extents = [16, 32, 64, 128, 256] as const;
const perThread = [
  [2, 4],
  [4, 4],
  [8, 4],
  [4, 8],
  [8, 8],
  [16, 4],
] as const;

const space: readonly GemmConfig[] = extents.flatMap((bm) =>
  extents.flatMap((bn) =>
    ([8, 16, 32] as const).flatMap((bk) =>
      perThread.flatMap(([tm, tn]): GemmConfig[] => {
        const tile = { bm, bn, bk, tm, tn };
        if (bm % tm !== 0 || bn % tn !== 0) return [];
        const staged: GemmConfig[] = [
          tile,
          { ...tile, padding: 0 },
          ...(tm % 4 === 0 ? [transposed(tile), { ...transposed(tile), padding: 0 as const }] : []),
        ];
        return [
          ...staged,
          ...(['ahead', 'double'] as const).flatMap((staging) => staged.map((config): GemmConfig => ({ ...config, staging }))),
          ...(bk === 8 ? [{ ...tile, bk: 4, staging: 'none' as const }] : []),
        ];
      }),
    ),
  ),
);

function fits(config: GemmConfig, dtype: FloatType, kernel: GemmKernel, traits: DeviceTraits): boolean {
  const { bk, staging } = config;
  const threads = gemmThreads(config);
  return (
    threads >= 32 &&
    threads <= traits.maxInvocations &&
    gemmWorkgroupBytes(config, dtype) <= traits.workgroupStorage &&
    heldRegisters(config, dtype) <= mostRegisters &&
    // Sums in f16 are flushed after each step: 32 products are few enough for 11 bits, and enough to pay for the flush.
    (kernel === 'gemm' || (bk === 32 && staging !== 'none'))
  );
}

/** The candidates for a shape, most promising first: large tiles where they still fill a GPU, small or split ones where not. */
export function gemmCandidates(shape: GemmShape, dtype: FloatType, traits: DeviceTraits, seed: number, kernel: GemmKernel = 'gemm'): GemmConfig[] {
  const { '16x64': flat, '32x32': small, '64x64': middle, '64x64/64': dense, '128x64': tall, '128x128': large } = gemmConfigs;
  const fast: readonly [GemmConfig, GemmConfig, GemmConfig] =
    shape.m <= 16
      ? [flat, small, middle]
      : shape.m <= 64
        ? [middle, small, flat]
        : tileCount(shape, large) >= 128
          ? [large, tall, dense]
          : tileCount(shape, middle) >= 64
            ? [tall, middle, small]
            : [small, middle, flat];
  const [first, second, third] = fast.map((config) => withSplit(shape, config, traits)) as [GemmConfig, GemmConfig, GemmConfig];
  const likely = [
    // The plan that tries three tries three of a kind each: the likeliest tile, one whose loads are under way during the products, and
    // one with few threads, which starts and ends soonest.
    first,
    { ...second, staging: 'ahead' as const },
    third,
    { ...first, staging: 'ahead' as const },
    second,
    // A transposed tile spares registers, so it is most likely to pay where a thread owns many rows.
    ...fast.filter(({ tm }) => tm % 4 === 0).map((config) => withSplit(shape, transposed(config), traits)),
    ...fast.map((config): GemmConfig => ({ ...config, staging: 'double' })),
    ...fast,
    { ...dense, bk: 4, staging: 'none' as const },
    { ...small, bk: 4, staging: 'none' as const },
  ].map((config) => (kernel === 'gemm' ? config : { ...config, bk: 32 }));
  const roomy = space.map((config) => withSplit(shape, config, traits));
  return searchOrder(likely, roomy, (config) => fits(config, dtype, kernel, traits), seed);
}
