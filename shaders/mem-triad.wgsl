// mem-triad: a = b + factor c over three large buffers (STREAM's triad): two streams read, one written.
//
// Bindings   0 storage read  b  array<vec4<f32>>, params.count entries
//            1 storage read  c  array<vec4<f32>>, the same
//            2 storage rw    a  array<vec4<f32>>, the same
//            3 uniform       params: count is a multiple of UNROLL * threads
// Constants  THREADS, UNROLL (loads in flight a thread, of each stream)
// FLOP       8 count; the memory sets the time
// Bytes      48 count; each entry of b and c read once, each of a written once

struct Params {
  count: u32,
  threads: u32,
  factor: f32,
}

@group(0) @binding(0) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> c: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> a: array<vec4<f32>>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  for (var index = id.x; index < params.count; index += UNROLL * params.threads) {
    // @unroll u 0 UNROLL
    let b$u = b[index + $uu * params.threads];
    let c$u = c[index + $uu * params.threads];
    // @end
    // @unroll u 0 UNROLL
    a[index + $uu * params.threads] = b$u + params.factor * c$u;
    // @end
  }
}
