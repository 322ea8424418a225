// gemv: y[b, n] = sum over k of W[n, k] x[b, k] for a few vectors at once, W row-major, accumulated in f32. The matrix of one
// decode step: every weight is read once, whatever the batch, so the memory sets the time.
//
// A workgroup owns ROWS rows and BATCH vectors. Its threads stride along k with 16-byte loads; a piece of x is loaded once and
// used for all ROWS rows, a piece of a row for all BATCH vectors. Then the ROWS BATCH partial sums are reduced over the workgroup.
//
// Bindings   0 storage read  w  array<Load>, n x k
//            1 storage read  x  array<Load>, batch x k
//            2 storage rw    y  array<Out>, batch x n, once for each split
//            3 uniform       shape; row_tiles = ceil(n / ROWS), batch_tiles = ceil(batch / BATCH); split_steps, Loads of a row in each split
// Constants  THREADS, ROWS, BATCH
//            LANES           elements in one Load: 4 (f32) or 8 (f16); 1 where k is not a multiple of that
//            HALF            Elem is f16
//            SUBGROUPS       reduce with subgroupAdd first; else a tree in workgroup memory
//            SLOTS           entries of workgroup memory a sum: THREADS, or the most subgroups that THREADS can hold
//            alias Elem      f32 or f16
//            alias Out       Elem, or f32 for the partial sums of a split K
// FLOP       2 batch n k
// Bytes      sizeof(Elem) (n k + batch k + batch n)

struct Shape {
  n: u32,
  k: u32,
  batch: u32,
  row_tiles: u32,
  batch_tiles: u32,
  split_steps: u32,
}

// @if WIDE
// @if HALF
alias Load = vec4<u32>;

fn product(w: Load, x: Load) -> f32 {
  let low = dot(vec4<f32>(bitcast<vec4<f16>>(w.xy)), vec4<f32>(bitcast<vec4<f16>>(x.xy)));
  let high = dot(vec4<f32>(bitcast<vec4<f16>>(w.zw)), vec4<f32>(bitcast<vec4<f16>>(x.zw)));
  return low + high;
}
// @else
alias Load = vec4<f32>;

fn product(w: Load, x: Load) -> f32 {
  return dot(w, x);
}
// @end
// @else
alias Load = Elem;

fn product(w: Load, x: Load) -> f32 {
  return f32(w) * f32(x);
}
// @end

@group(0) @binding(0) var<storage, read> w: array<Load>;
@group(0) @binding(1) var<storage, read> x: array<Load>;
@group(0) @binding(2) var<storage, read_write> y: array<Out>;
@group(0) @binding(3) var<uniform> shape: Shape;

const SUMS: u32 = ROWS * BATCH;
var<workgroup> partial: array<f32, SUMS * SLOTS>;

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
  let steps = shape.k / LANES;
  let begin = split * shape.split_steps;
  if (begin >= steps) {
    return;
  }
  let end = min(begin + shape.split_steps, steps);
  // Tiles of the batch are neighbours: the second finds the weights of the first in a cache.
  let first = linear % tiles / shape.batch_tiles * ROWS;
  let first_vector = linear % shape.batch_tiles * BATCH;
  // Rows and vectors past the end repeat the last one and are not stored.
  // @unroll r 0 ROWS
  let row$r = min(first + $ru, shape.n - 1u) * steps;
  // @unroll b 0 BATCH
  var sum$r_$b = 0.0;
  // @end
  // @end
  // @unroll b 0 BATCH
  let vector$b = min(first_vector + $bu, shape.batch - 1u) * steps;
  // @end
  for (var step = begin + local; step < end; step += THREADS) {
    // @unroll r 0 ROWS
    let piece$r = w[row$r + step];
    // @end
    // @unroll b 0 BATCH
    {
      let vector_piece = x[vector$b + step];
      // @unroll r 0 ROWS
      sum$r_$b += product(piece$r, vector_piece);
      // @end
    }
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
