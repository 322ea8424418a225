// mem-read: streams a buffer that is far larger than any cache and keeps one wrapping sum a thread, which has a closed
// form for the data that fill writes (mode 2), so that not one load can be left out unseen.
//
// Bindings   0 storage read  data   array<vec4<u32>>, params.count entries
//            1 storage rw    sums   array<u32>, one a thread
//            2 uniform       params: count is a multiple of UNROLL * threads
// Constants  THREADS, UNROLL (loads in flight a thread)
// FLOP       0
// Bytes      16 count; the sums, 4 bytes a thread, are under 1/64 of that

struct Params {
  count: u32,
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
  for (var index = id.x; index < params.count; index += UNROLL * params.threads) {
    // @unroll u 0 UNROLL
    sum$u += data[index + $uu * params.threads];
    // @end
  }
  var total = vec4<u32>();
  // @unroll u 0 UNROLL
  total += sum$u;
  // @end
  sums[id.x] = total.x + total.y + total.z + total.w;
}
