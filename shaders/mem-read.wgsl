// mem-read: streams a buffer that is far larger than any cache and keeps one wrapping sum a thread, which has a closed
// form for the data that fill writes (mode 2), so that not one load can be left out unseen.
//
// A thread begins at its place in its workgroup's block and moves on by a stride: blocks of one workgroup's width and a stride of
// all threads walk the buffer side by side; a block each of the whole buffer, and a stride of one width, walk it apart.
//
// Bindings   0 storage read  data   array<vec4<u32>>
//            1 storage rw    sums   array<u32>, one a thread
//            2 uniform       params: turns of UNROLL loads; vec4s between the loads of a thread, and between workgroups
// Constants  THREADS, UNROLL (loads in flight a thread)
// FLOP       0
// Bytes      16 UNROLL turns threads; the sums, 4 bytes a thread, are under 1/64 of that

struct Params {
  turns: u32,
  stride: u32,
  block: u32,
}

@group(0) @binding(0) var<storage, read> data: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  // @unroll u 0 UNROLL
  var sum$u = vec4<u32>();
  // @end
  var index = group.x * params.block + local;
  for (var turn = 0u; turn < params.turns; turn++) {
    // @unroll u 0 UNROLL
    sum$u += data[index + $uu * params.stride];
    // @end
    index += UNROLL * params.stride;
  }
  var total = vec4<u32>();
  // @unroll u 0 UNROLL
  total += sum$u;
  // @end
  sums[group.x * THREADS + local] = total.x + total.y + total.z + total.w;
}
