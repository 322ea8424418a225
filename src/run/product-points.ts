/** Products beside the plain ones: weights of 8 and 4 bits, integer arithmetic, f16 sums, batches of vectors, and depth that outweighs all else. */
import type { FloatDtype, GemmExtents, PlanPoint } from './points.ts';

function cubes(...sides: readonly number[]): GemmExtents[] {
  return sides.map((side) => ({ m: side, n: side, k: side }));
}

/** The three that say most of a model with small weights: a token of it, a prompt of it, and the rate of integers. */
export function quickProducts(software: boolean): PlanPoint[] {
  if (software)
    return [
      {
        kernel: 'gemv.q4',
        dtype: 'i4',
        ladder: [
          { n: 256, k: 1024 },
          { n: 128, k: 512 },
        ],
      },
    ];
  return [
    {
      kernel: 'gemv.q4',
      dtype: 'i4',
      ladder: [
        { n: 14336, k: 4096 },
        { n: 4096, k: 4096 },
        { n: 2048, k: 2048 },
      ],
    },
    {
      kernel: 'gemm.w4a16',
      dtype: 'i4',
      ladder: [
        { m: 512, n: 4096, k: 4096 },
        { m: 256, n: 2048, k: 2048 },
        { m: 128, n: 1024, k: 1024 },
      ],
    },
    { kernel: 'gemm.i8', dtype: 'i8', ladder: cubes(2048, 1024, 512) },
  ];
}

/** The rest of them; `half` is f16 where the device has it. */
export function moreProducts(software: boolean, half: FloatDtype): PlanPoint[] {
  return software ? [...smallProducts] : largeProducts(half);
}

function largeProducts(half: FloatDtype): PlanPoint[] {
  return [
    {
      kernel: 'gemv.q4',
      dtype: 'i4',
      ladder: [
        { n: 4096, k: 14336 },
        { n: 2048, k: 2048 },
      ],
    },
    {
      kernel: 'gemv.q8',
      dtype: 'i8',
      ladder: [
        { n: 14336, k: 4096 },
        { n: 2048, k: 2048 },
      ],
    },
    {
      kernel: 'gemv.q4a8',
      dtype: 'i4',
      ladder: [
        { n: 14336, k: 4096 },
        { n: 2048, k: 2048 },
      ],
    },
    ...[2, 4, 8, 16].map((batch): PlanPoint => ({ kernel: 'gemv', dtype: half, ladder: [{ batch, n: 4096, k: 4096 }] })),
    ...[4, 16].flatMap((batch): PlanPoint[] => [
      { kernel: 'gemv.q4', dtype: 'i4', ladder: [{ batch, n: 14336, k: 4096 }] },
      { kernel: 'gemv.q8', dtype: 'i8', ladder: [{ batch, n: 14336, k: 4096 }] },
      { kernel: 'gemv.q4a8', dtype: 'i4', ladder: [{ batch, n: 14336, k: 4096 }] },
    ]),
    { kernel: 'gemm.i8', dtype: 'i8', ladder: [{ m: 512, n: 4096, k: 4096 }] },
    { kernel: 'gemm.i8', dtype: 'i8', ladder: cubes(4096) },
    { kernel: 'gemm.w4a16', dtype: 'i4', ladder: [{ m: 64, n: 4096, k: 4096 }] },
    { kernel: 'gemm.w4a16', dtype: 'i4', ladder: cubes(2048) },
    {
      kernel: 'gemm.w4a8',
      dtype: 'i4',
      ladder: [
        { m: 512, n: 4096, k: 4096 },
        { m: 256, n: 2048, k: 2048 },
      ],
    },
    { kernel: 'gemm.w4a8', dtype: 'i4', ladder: [{ m: 64, n: 4096, k: 4096 }] },
    { kernel: 'gemm.w4a8', dtype: 'i4', ladder: cubes(2048) },
    { kernel: 'gemm.f16a16', dtype: 'f16', ladder: cubes(2048, 1024, 512) },
    { kernel: 'gemm.f16a16', dtype: 'f16', ladder: [{ m: 512, n: 4096, k: 4096 }] },
    // Few outputs, each of many products: what is left of a layer when the rows are shared out over many GPUs.
    { kernel: 'gemm', dtype: half, ladder: [{ m: 256, n: 256, k: 16384 }] },
  ];
}

const smallProducts: readonly PlanPoint[] = [
  { kernel: 'gemv.q8', dtype: 'i8', ladder: [{ n: 256, k: 512 }] },
  { kernel: 'gemv.q4a8', dtype: 'i4', ladder: [{ n: 256, k: 1024 }] },
  { kernel: 'gemv', dtype: 'f32', ladder: [{ batch: 3, n: 128, k: 512 }] },
  { kernel: 'gemv.q4', dtype: 'i4', ladder: [{ batch: 17, n: 100, k: 96 }] },
  { kernel: 'gemm.i8', dtype: 'i8', ladder: cubes(128, 64) },
  { kernel: 'gemm.w4a16', dtype: 'i4', ladder: [{ m: 32, n: 128, k: 128 }] },
  { kernel: 'gemm.w4a8', dtype: 'i4', ladder: [{ m: 33, n: 127, k: 96 }] },
  { kernel: 'gemm', dtype: 'f32', ladder: [{ m: 32, n: 32, k: 1024 }] },
  { kernel: 'gemm.f16a16', dtype: 'f16', ladder: cubes(128, 64) },
];
