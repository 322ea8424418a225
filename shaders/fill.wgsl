// fill: writes seeded data on the GPU, so that no timed buffer holds zeros (zeros draw less power, and a page that was
// never written may be served from one shared zero page).
//
// Bindings   0 storage rw  words   array<u32>, one f32 or two f16 a word
//            1 uniform     params
// Modes      0 uniform reals in [-1, 1): 24 bits for f32, 11 bits for f16, so both are exact and the CPU regenerates
//              them to the bit from the index alone
//            1 whole numbers low .. low + span - 1
//            2 raw words base + index * step (mod 2^32): their sums have a closed form
//            3 one raw word everywhere (NaN poison)
//            4 random words, every bit pattern: packed integers
//            5 whole numbers as in mode 1, as words and not as floats
// Constants  THREADS
// Work       no FLOP that counts; 4 bytes written a word

struct Params {
  words: u32,
  threads: u32,
  mode: u32,
  half: u32,
  seed: u32,
  low: i32,
  span: u32,
  step: u32,
}

@group(0) @binding(0) var<storage, read_write> words: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;

// Chris Wellons' lowbias32, the same as mix32 in src/stats/random.ts.
fn mix32(value: u32) -> u32 {
  var x = value;
  x ^= x >> 16u;
  x *= 0x7feb352du;
  x ^= x >> 15u;
  x *= 0x846ca68bu;
  x ^= x >> 16u;
  return x;
}

fn whole(index: u32) -> i32 {
  return params.low + i32(mix32(mix32(index) + params.seed) % params.span);
}

fn element(index: u32) -> f32 {
  if (params.mode == 1u) {
    return f32(whole(index));
  }
  let bits = mix32(mix32(index) + params.seed);
  if (params.half == 1u) {
    return f32(i32(bits >> 21u) - 1024) * 0x1p-10f;
  }
  return f32(i32(bits >> 8u) - 8388608) * 0x1p-23f;
}

fn word(index: u32) -> u32 {
  if (params.mode == 2u) {
    return params.seed + index * params.step;
  }
  if (params.mode == 3u) {
    return params.seed;
  }
  if (params.mode == 4u) {
    return mix32(mix32(index) + params.seed);
  }
  if (params.mode == 5u) {
    return bitcast<u32>(whole(index));
  }
  if (params.half == 1u) {
    return pack2x16float(vec2<f32>(element(2u * index), element(2u * index + 1u)));
  }
  return bitcast<u32>(element(index));
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  for (var index = id.x; index < params.words; index += params.threads) {
    words[index] = word(index);
  }
}
