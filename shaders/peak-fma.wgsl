// peak-fma: the arithmetic ceiling. CHAINS independent vec4 recurrences x = a x + b a thread; a and b come from a
// uniform, so nothing can be folded, and every lane of every chain ends in the stored sum, so nothing can be dropped.
// With HELD each thread adds a zero that only the run knows to both, so that they stand in registers: where they stay uniform, a
// compiler may move one of them before each multiply-add, as one for NVIDIA does, and the probe reads half of what the units do.
// a is -(1 - 2^-10) and b is 1: exact in f16 too, and x keeps changing sign and magnitude instead of settling at once.
//
// Bindings   0 storage rw  sums    array<f32>, one a thread
//            1 uniform     params
// Constants  THREADS, CHAINS, STEPS (recurrences unrolled in one turn of the loop); alias Elem
//            HELD            a and b in registers of each thread
// FLOP       8 CHAINS STEPS turns threads; 4 lanes, 2 operations each
// Bytes      4 threads

struct Params {
  turns: u32,
  threads: u32,
  a: f32,
  b: f32,
}

@group(0) @binding(0) var<storage, read_write> sums: array<f32>;
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  // @if HELD
  // There are fewer than 2^31 threads.
  let nought = f32(id.x >> 31u);
  let a = vec4<Elem>(Elem(params.a + nought));
  let b = vec4<Elem>(Elem(params.b + nought));
  // @else
  let a = vec4<Elem>(Elem(params.a));
  let b = vec4<Elem>(Elem(params.b));
  // @end
  // Starting values k/256 + lane/4: nine bits, exact in f16.
  let lanes = vec4<Elem>(0.0, 0.25, 0.5, 0.75);
  // @unroll c 0 CHAINS
  var x$c = lanes + Elem(f32((id.x * CHAINS + $cu) & 255u) / 256.0);
  // @end
  for (var turn = 0u; turn < params.turns; turn++) {
    // @unroll s 0 STEPS
    // @unroll c 0 CHAINS
    x$c = fma(x$c, a, b);
    // @end
    // @end
  }
  var sum = vec4<f32>();
  // @unroll c 0 CHAINS
  sum += vec4<f32>(x$c);
  // @end
  sums[id.x] = sum.x + sum.y + sum.z + sum.w;
}
