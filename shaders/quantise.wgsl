// quantise: activations x[rows, k] to signed bytes in blocks of 32 along k, for kernels that multiply packed integers. The
// scale of a block is the power of two that brings its largest magnitude into 64..128 (OCP Microscaling's MXINT8): then the
// CPU computes the same bytes to the last bit. One thread a block; the first stage of the kernels that need it.
//
// Bindings   0 storage read  x       array<vec4<Elem>>, rows x k
//            1 storage rw    packed  array<vec2<u32>>: rows x k / 8 pairs of words (element 4 j + b in byte b of word j), then
//                                    rows x k / 32 pairs of a block's scale (as f32 bits) and the sum of its 32 integers
//            2 uniform       shape
// Constants  THREADS; alias Elem
// Work       3 operations an element, not counted as FLOP; packed is scratch, not counted as bytes

struct Shape {
  rows: u32,
  k: u32,
}

@group(0) @binding(0) var<storage, read> x: array<vec4<Elem>>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec2<u32>>;
@group(0) @binding(2) var<uniform> shape: Shape;

// round() takes ties to even.
fn whole(four: vec4<f32>) -> vec4<i32> {
  return vec4<i32>(clamp(round(four), vec4<f32>(-127.0), vec4<f32>(127.0)));
}

fn packed_word(four: vec4<i32>) -> u32 {
  let low = bitcast<vec4<u32>>(four) & vec4<u32>(255u);
  return low.x | (low.y << 8u) | (low.z << 16u) | (low.w << 24u);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let block = (group.y * groups.x + group.x) * THREADS + local;
  if (block >= shape.rows * shape.k / 32u) {
    return;
  }
  var largest = vec4<f32>();
  // @unroll p 0 8
  let four$p = vec4<f32>(x[8u * block + $pu]);
  largest = max(largest, abs(four$p));
  // @end
  let magnitude = max(max(largest.x, largest.y), max(largest.z, largest.w));
  // Exponents as f32 bits: 2^(e - 6) is the scale of a magnitude in 2^e .. 2^(e + 1), no smaller than 2^-106.
  let exponent = max(bitcast<u32>(magnitude) >> 23u, 27u);
  let scale = bitcast<f32>((exponent - 6u) << 23u);
  let inverse = bitcast<f32>((260u - exponent) << 23u);
  var sum = vec4<i32>();
  // @unroll p 0 8
  let bytes$p = whole(four$p * inverse);
  let word$p = packed_word(bytes$p);
  sum += bytes$p;
  // @end
  packed[4u * block] = vec2<u32>(word0, word1);
  packed[4u * block + 1u] = vec2<u32>(word2, word3);
  packed[4u * block + 2u] = vec2<u32>(word4, word5);
  packed[4u * block + 3u] = vec2<u32>(word6, word7);
  packed[shape.rows * shape.k / 8u + block] = vec2<u32>(bitcast<u32>(scale), bitcast<u32>(sum.x + sum.y + sum.z + sum.w));
}
