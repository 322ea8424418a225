// gemv-quantised: y[b, n] = sum over k of W[n, k] x[b, k] for a few vectors at once, accumulated in f32. W is stored as
// integers in blocks of 32 along k with one scale each (layout: src/measure/kernels/quantised.ts); it is read once, whatever
// the batch, and unpacked in registers.
//
// A workgroup owns ROWS rows and BATCH vectors. A thread strides along k, WORDS words of each row at a time, so that
// neighbouring threads read neighbouring words. A piece of x serves all ROWS rows, a row's integers all BATCH vectors;
// a step stays inside one block, so that its scale is applied once, to the step's sum.
//
// Bindings   0 storage read  w       array<Load>, n x k / PER_WORD words
//            1 storage read  scales  array<Elem>, n x k / 32
//            2 storage read  x       array<vec4<Elem>>, batch x k; INTEGER: array<vec2<u32>>, what quantise.wgsl writes
//            3 storage rw    y       array<Out>, batch x n, once for each split
//            4 uniform       shape; row_tiles = ceil(n / ROWS), batch_tiles = ceil(batch / BATCH); split_steps, Loads of a row in each split
// Constants  THREADS, ROWS, BATCH
//            PER_WORD        weights in a word: 4 (q8) or 8 (q4)
//            WORDS           words in one Load: 1, 2 or 4
//            Q4              halves of bytes, offset by 8; else signed bytes
//            INTEGER         x is signed bytes as well: packed dot products (Q4 and four words)
//            SUBGROUPS       reduce with subgroupAdd first; else a tree in workgroup memory
//            SLOTS           entries of workgroup memory a sum: THREADS, or the most subgroups that THREADS can hold
//            alias Elem      f32 or f16
//            alias Out       Elem, or f32 for the partial sums of a split K
//            alias Load      u32, vec2<u32> or vec4<u32>
// FLOP       2 batch n k
// Bytes      4 n k / PER_WORD + sizeof(Elem) (n k / 32 + batch k + batch n)

struct Shape {
  n: u32,
  k: u32,
  batch: u32,
  row_tiles: u32,
  batch_tiles: u32,
  split_steps: u32,
}

@group(0) @binding(0) var<storage, read> w: array<Load>;
@group(0) @binding(1) var<storage, read> scales: array<Elem>;
// @if INTEGER
@group(0) @binding(2) var<storage, read> x: array<vec2<u32>>;
// @else
@group(0) @binding(2) var<storage, read> x: array<vec4<Elem>>;
// @end
@group(0) @binding(3) var<storage, read_write> y: array<Out>;
@group(0) @binding(4) var<uniform> shape: Shape;

const SUMS: u32 = ROWS * BATCH;
const STEP: u32 = WORDS * PER_WORD;
var<workgroup> partial: array<f32, SUMS * SLOTS>;

// @if Q4
// Four bytes of 0..15.
fn floats(word: u32) -> vec4<f32> {
  return vec4<f32>((vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(15u));
}
// @else
// Four signed bytes.
fn floats(word: u32) -> vec4<f32> {
  return vec4<f32>((vec4<i32>(bitcast<i32>(word)) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));
}
// @end

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  // @if SUBGROUPS
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
  // @end
) {
  let linear = group.y * groups.x + group.x;
  let tiles = shape.row_tiles * shape.batch_tiles;
  let split = linear / tiles;
  let steps = shape.k / STEP;
  let begin = split * shape.split_steps;
  if (begin >= steps) {
    return;
  }
  let end = min(begin + shape.split_steps, steps);
  // Tiles of the batch are neighbours: the second finds the weights of the first in a cache.
  let first = linear % tiles / shape.batch_tiles * ROWS;
  let first_vector = linear % shape.batch_tiles * BATCH;
  let blocks = shape.k / 32u;
  // Rows and vectors past the end repeat the last one and are not stored.
  // @unroll r 0 ROWS
  let row$r = min(first + $ru, shape.n - 1u);
  // @unroll b 0 BATCH
  var sum$r_$b = 0.0;
  // @end
  // @end
  // @unroll b 0 BATCH
  let vector$b = min(first_vector + $bu, shape.batch - 1u);
  // @end

  for (var step = begin + local; step < end; step += THREADS) {
    let block = step * STEP / 32u;
    // @unroll r 0 ROWS
    let load$r = w[row$r * steps + step];
    let scale$r = f32(scales[row$r * blocks + block]);
    // @end
    // @if INTEGER
    // @unroll b 0 BATCH
    {
      let packed_block = x[shape.batch * shape.k / 8u + vector$b * blocks + block];
      let vector_scale = bitcast<f32>(packed_block.x);
      let offset = 8 * bitcast<i32>(packed_block.y);
      // @unroll r 0 ROWS
      var dot$r = -offset;
      // @end
      // @unroll p 0 WORDS
      {
        let piece = x[(vector$b * shape.k + step * STEP) / 8u + $pu];
        // @unroll r 0 ROWS
        dot$r += dot4I8Packed(load$r[$p] & 0x0f0f0f0fu, piece.x) + dot4I8Packed((load$r[$p] >> 4u) & 0x0f0f0f0fu, piece.y);
        // @end
      }
      // @end
      // @unroll r 0 ROWS
      sum$r_$b += scale$r * (vector_scale * f32(dot$r));
      // @end
    }
    // @end
    // @else
    // @unroll b 0 BATCH
    var offset$b = 0.0;
    // @unroll r 0 ROWS
    var dot$r_$b = 0.0;
    // @end
    // @end
    // @unroll p 0 WORDS
    {
      // @unroll b 0 BATCH
      let at$b = (vector$b * shape.k + step * STEP + $pu * PER_WORD) / 4u;
      let low_x$b = vec4<f32>(x[at$b]);
      // @if Q4
      let high_x$b = vec4<f32>(x[at$b + 1u]);
      offset$b += dot(low_x$b + high_x$b, vec4<f32>(8.0));
      // @end
      // @end
      // @unroll r 0 ROWS
      {
        // @if SINGLE
        let word = load$r;
        // @else
        let word = load$r[$p];
        // @end
        let low = floats(word);
        // @if Q4
        let high = floats(word >> 4u);
        // @end
        // @unroll b 0 BATCH
        // @if Q4
        dot$r_$b += dot(low, low_x$b) + dot(high, high_x$b);
        // @else
        dot$r_$b += dot(low, low_x$b);
        // @end
        // @end
      }
      // @end
    }
    // @end
    // @unroll b 0 BATCH
    // @unroll r 0 ROWS
    sum$r_$b = fma(scale$r, dot$r_$b - offset$b, sum$r_$b);
    // @end
    // @end
    // @end
  }

  // @include sum-rows
  for (var at = local; at < SUMS; at += THREADS) {
    let row = first + at % ROWS;
    let vector = first_vector + at / ROWS;
    if (row < shape.n && vector < shape.batch) {
      var total = 0.0;
      for (var slot = 0u; slot < slots; slot++) {
        total += partial[at * SLOTS + slot];
      }
      y[(split * shape.batch + vector) * shape.n + row] = Out(total);
    }
  }
}
