// mem-sweep: reads as many bytes as mem-read in every dispatch, but from a window of them again and again, so that the rate
// against the window's size shows the caches. Each turn moves on by more than all threads together, so that a
// thread never reads the same place twice in a row and the window comes from a cache that the whole GPU shares.
//
// Bindings   0 storage read  data  array<vec4<u32>>, at least params.mask + 1 entries
//            1 storage rw    sums  array<u32>, one a thread
//            2 uniform       params: mask is the window's entries, a power of two, less one
// Constants  THREADS, UNROLL (loads in flight a thread)
// FLOP       0
// Bytes      16 UNROLL turns threads; the sums, 4 bytes a thread, are under 1/64 of that

struct Params {
  mask: u32,
  stride: u32,
  turns: u32,
  threads: u32,
}

@group(0) @binding(0) var<storage, read> data: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  // @unroll u 0 UNROLL
  var sum$u = vec4<u32>();
  // @end
  var index = id.x;
  for (var turn = 0u; turn < params.turns; turn++) {
    // @unroll u 0 UNROLL
    sum$u += data[(index + $uu * params.stride) & params.mask];
    // @end
    index += UNROLL * params.stride;
  }
  var total = vec4<u32>();
  // @unroll u 0 UNROLL
  total += sum$u;
  // @end
  sums[id.x] = total.x + total.y + total.z + total.w;
}
