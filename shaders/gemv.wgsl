// gemv: y[n] = sum over k of W[n, k] x[k], W row-major, accumulated in f32. The matrix of one decode step: every weight is
// read once and used once, so the memory sets the time.
//
// A workgroup owns ROWS rows. Its threads stride along k with 16-byte loads; a piece of x is loaded once and used for
// all ROWS rows. Then the ROWS partial sums are reduced over the workgroup.
//
// Bindings   0 storage read  w  array<Load>, n x k
//            1 storage read  x  array<Load>, k
//            2 storage rw    y  array<Elem>, n
//            3 uniform       shape
// Constants  THREADS, ROWS
//            LANES           elements in one Load: 4 (f32) or 8 (f16); 1 where k is not a multiple of that
//            HALF            Elem is f16
//            SUBGROUPS       reduce with subgroupAdd first; else a tree in workgroup memory
//            SLOTS           entries of workgroup memory a row: THREADS, or the most subgroups that THREADS can hold
//            alias Elem      f32 or f16
// FLOP       2 n k
// Bytes      sizeof(Elem) (n k + k + n)

struct Shape {
  n: u32,
  k: u32,
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
@group(0) @binding(2) var<storage, read_write> y: array<Elem>;
@group(0) @binding(3) var<uniform> shape: Shape;

var<workgroup> partial: array<f32, ROWS * SLOTS>;

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
  let first = (group.y * groups.x + group.x) * ROWS;
  if (first >= shape.n) {
    return;
  }
  let steps = shape.k / LANES;
  // Rows past the end repeat the last one and are not stored.
  // @unroll r 0 ROWS
  let row$r = min(first + $ru, shape.n - 1u) * steps;
  var sum$r = 0.0;
  // @end
  for (var step = local; step < steps; step += THREADS) {
    let piece = x[step];
    // @unroll r 0 ROWS
    sum$r += product(w[row$r + step], piece);
    // @end
  }

  // @if SUBGROUPS
  // @unroll r 0 ROWS
  let reduced$r = subgroupAdd(sum$r);
  // @end
  if (lane == 0u) {
    // @unroll r 0 ROWS
    partial[$ru * SLOTS + local / subgroup_size] = reduced$r;
    // @end
  }
  workgroupBarrier();
  if (local < ROWS && first + local < shape.n) {
    var total = 0.0;
    for (var slot = 0u; slot * subgroup_size < THREADS; slot++) {
      total += partial[local * SLOTS + slot];
    }
    y[first + local] = Elem(total);
  }
  // @else
  // @unroll r 0 ROWS
  partial[$ru * SLOTS + local] = sum$r;
  // @end
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half) {
      // @unroll r 0 ROWS
      partial[$ru * SLOTS + local] += partial[$ru * SLOTS + local + half];
      // @end
    }
    workgroupBarrier();
  }
  if (local < ROWS && first + local < shape.n) {
    y[first + local] = Elem(partial[local * SLOTS]);
  }
  // @end
}
