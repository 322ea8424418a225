// gemv-experts: y[slot, n] = sum over k of W[chosen[slot], n, k] x[slot / sharing, k], accumulated in f32: the feed-forward weights
// of those experts that a router chose, read through its choice. What was not chosen is not touched.
//
// A workgroup owns ROWS rows of one slot's expert. Its threads stride along k with 16-byte loads of each row: 4 f32, 8 f16, 16
// signed bytes (q8) or 32 half bytes (q4; layout: src/measure/kernels/quantised.ts), never past a block of 32 and its scale.
//
// Bindings   0 storage read  w       array<vec4<u32>>, experts x n x k
//            1 storage read  scales  array<Elem>, experts x n x k / 32; Q8 and Q4 only
//            2 storage read  chosen  array<u32>, slots
//            3 storage read  x       array<vec4<Elem>>, slots / sharing x k
//            4 storage rw    y       array<Elem>, slots x n
//            5 uniform       shape
// Dispatch   ceil(n / ROWS) x 1 x slots
// Constants  THREADS, ROWS; BATCH is 1: each slot has a vector of its own
//            VECTORS         vec4s of x that one load meets: 1 (f32), 2 (f16), 4 (Q8), 8 (Q4)
//            Q4, Q8, HALF, WHOLE   how the weights are stored; WHOLE: f32
//            QUANTISED       Q4 or Q8
//            SUBGROUPS       reduce with subgroupAdd first; else a tree in workgroup memory
//            SLOTS           entries of workgroup memory a row: THREADS, or the most subgroups that THREADS can hold
//            alias Elem      f32 or f16
// FLOP       2 slots n k
// Bytes      slots n k WEIGHT / 32 + sizeof(Elem) (vectors k + slots n); WEIGHT bytes hold 32 weights and their scale

struct Shape {
  n: u32,
  k: u32,
  // Slots that read the same row of x.
  sharing: u32,
}

@group(0) @binding(0) var<storage, read> w: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read> scales: array<Elem>;
@group(0) @binding(2) var<storage, read> chosen: array<u32>;
@group(0) @binding(3) var<storage, read> x: array<vec4<Elem>>;
@group(0) @binding(4) var<storage, read_write> y: array<Elem>;
@group(0) @binding(5) var<uniform> shape: Shape;

const SUMS: u32 = ROWS * BATCH;
var<workgroup> partial: array<f32, SUMS * SLOTS>;

// Vector $v of a load.
// @unroll v 0 VECTORS
fn weights$v(load: vec4<u32>) -> vec4<f32> {
  // @if Q4
  let word = load[$vu / 2u] >> (4u * ($vu % 2u));
  return vec4<f32>((vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(15u)) - 8.0;
  // @end
  // @if Q8
  return vec4<f32>((vec4<i32>(bitcast<i32>(load[$vu])) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));
  // @end
  // @if HALF
  return vec4<f32>(unpack2x16float(load[2u * $vu]), unpack2x16float(load[2u * $vu + 1u]));
  // @end
  // @if WHOLE
  return bitcast<vec4<f32>>(load);
  // @end
}
// @end

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  // @if SUBGROUPS
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_size) subgroup_size: u32,
  // @end
) {
  let first = group.x * ROWS;
  let slot = group.z;
  let expert = chosen[slot] * shape.n;
  let steps = shape.k / (4u * VECTORS);
  let vector = slot / shape.sharing * (shape.k / 4u);
  // Rows past the end repeat the last one and are not stored.
  // @unroll r 0 ROWS
  let row$r = expert + min(first + $ru, shape.n - 1u);
  var sum$r_0 = 0.0;
  // @end
  for (var step = local; step < steps; step += THREADS) {
    // @unroll v 0 VECTORS
    let x$v = vec4<f32>(x[vector + step * VECTORS + $vu]);
    // @end
    // @unroll r 0 ROWS
    {
      let load = w[row$r * steps + step];
      var product = 0.0;
      // @unroll v 0 VECTORS
      product += dot(weights$v(load), x$v);
      // @end
      // @if QUANTISED
      sum$r_0 += f32(scales[row$r * (shape.k / 32u) + step * VECTORS / 8u]) * product;
      // @else
      sum$r_0 += product;
      // @end
    }
    // @end
  }

  // @include sum-rows
  if (local < ROWS && first + local < shape.n) {
    var total = 0.0;
    for (var part = 0u; part < slots; part++) {
      total += partial[local * SLOTS + part];
    }
    y[slot * shape.n + first + local] = Elem(total);
  }
}
