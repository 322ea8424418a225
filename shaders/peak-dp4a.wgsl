// peak-dp4a: the ceiling of 8-bit integer arithmetic. CHAINS independent pairs of words a thread, each of which adds the dot
// product of both to itself in turn: every operand depends on the step before it, so that nothing can be
// folded, and all words end in the stored sum, so that nothing can be dropped. All of it wraps mod 2^32 and is exact.
//
// Bindings   0 storage rw  sums    array<u32>, one a thread
//            1 uniform     params
// Constants  THREADS, CHAINS, STEPS (rounds unrolled in one turn of the loop)
// FLOP       16 CHAINS STEPS turns threads; whole-number operations: two dot products a round, each four products and four sums
// Bytes      4 threads

struct Params {
  turns: u32,
  threads: u32,
}

@group(0) @binding(0) var<storage, read_write> sums: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  // @unroll c 0 CHAINS
  var x$c = (id.x * CHAINS + $cu) * 0x9e3779b1u;
  var y$c = x$c ^ 0x85ebca6bu;
  // @end
  for (var turn = 0u; turn < params.turns; turn++) {
    // @unroll s 0 STEPS
    // @unroll c 0 CHAINS
    x$c += bitcast<u32>(dot4I8Packed(x$c, y$c));
    y$c += bitcast<u32>(dot4I8Packed(x$c, y$c));
    // @end
    // @end
  }
  var sum = 0u;
  // @unroll c 0 CHAINS
  sum += x$c + y$c;
  // @end
  sums[id.x] = sum;
}
