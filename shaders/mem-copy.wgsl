// mem-copy: copies one large buffer to another.
//
// Bindings   0 storage read  source       array<vec4<u32>>, params.count entries
//            1 storage rw    destination  array<vec4<u32>>, the same
//            2 uniform       params: count is a multiple of UNROLL * threads
// Constants  THREADS, UNROLL (loads in flight a thread)
// FLOP       0
// Bytes      32 count; each entry read once and written once

struct Params {
  count: u32,
  threads: u32,
}

@group(0) @binding(0) var<storage, read> source: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> destination: array<vec4<u32>>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  for (var index = id.x; index < params.count; index += UNROLL * params.threads) {
    // @unroll u 0 UNROLL
    let value$u = source[index + $uu * params.threads];
    // @end
    // @unroll u 0 UNROLL
    destination[index + $uu * params.threads] = value$u;
    // @end
  }
}
