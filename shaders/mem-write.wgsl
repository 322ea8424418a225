// mem-write: fills one large buffer with a series of words that a check knows by heart.
//
// Bindings   0 storage rw  destination  array<vec4<u32>>, params.count entries
//            1 uniform       params: count is a multiple of UNROLL * threads
// Constants  THREADS, UNROLL (stores in flight a thread)
// FLOP       0
// Bytes      16 count; each entry written once

struct Params {
  count: u32,
  threads: u32,
  base: u32,
  step: u32,
}

@group(0) @binding(0) var<storage, read_write> destination: array<vec4<u32>>;
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  // Words of a vec4 differ by step, vec4s by four of it.
  let lanes = vec4<u32>(0u, 1u, 2u, 3u) * params.step + params.base;
  for (var index = id.x; index < params.count; index += UNROLL * params.threads) {
    // @unroll u 0 UNROLL
    destination[index + $uu * params.threads] = lanes + 4u * params.step * (index + $uu * params.threads);
    // @end
  }
}
