// sample: draws the next token from softmax(logits) by the Gumbel-max trick (arXiv 1411.0030): the largest of logit + noise,
// with noise -log(-log(u)) from a hash of word, row and step. Always taking the largest logit instead would soon repeat one
// token, and with it one choice of experts.
//
// A workgroup scans one part of a row's vocabulary; sample-reduce picks among the parts.
//
// Bindings   0 storage read  logits  array<Elem>, rows x vocab
//            1 storage read  steps   array<u32>, rows: tokens drawn so far
//            2 storage rw    best    array<vec2<u32>>, rows x parts: score as bits, word
//            3 uniform       shape
// Dispatch   parts x rows
// Constants  THREADS
//            alias Elem      f32 or f16
// FLOP       4 rows vocab
// Bytes      sizeof(Elem) rows vocab

struct Shape {
  vocab: u32,
  parts: u32,
  seed: u32,
}

@group(0) @binding(0) var<storage, read> logits: array<Elem>;
@group(0) @binding(1) var<storage, read> steps: array<u32>;
@group(0) @binding(2) var<storage, read_write> best: array<vec2<u32>>;
@group(0) @binding(3) var<uniform> shape: Shape;

var<workgroup> scores: array<f32, THREADS>;
var<workgroup> words: array<u32, THREADS>;

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

// u is the middle of one of 2^24 cells, and rest = 1 - u. Near u = 1 WGSL's log has lost its digits (absolute error 2^-21),
// so the series of -log(1 - rest) stands in.
fn noise(bits: u32) -> f32 {
  let rest = (f32(bits >> 8u) + 0.5) * 0x1p-24f;
  let exponential = select(-log(1.0 - rest), rest * (1.0 + rest * (0.5 + rest * (1.0 / 3.0 + 0.25 * rest))), rest < 0.0625);
  return -log(exponential);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let row = group.y;
  let size = (shape.vocab + shape.parts - 1u) / shape.parts;
  let end = min((group.x + 1u) * size, shape.vocab);
  let stream = mix32(mix32(shape.seed + steps[row]) + row);
  var score = -3e38;
  var word = shape.vocab;
  for (var candidate = group.x * size + local; candidate < end; candidate += THREADS) {
    let own = f32(logits[row * shape.vocab + candidate]) + noise(mix32(mix32(candidate) + stream));
    if (own > score) {
      score = own;
      word = candidate;
    }
  }
  scores[local] = score;
  words[local] = word;
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half && scores[local + half] > scores[local]) {
      scores[local] = scores[local + half];
      words[local] = words[local + half];
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    best[row * shape.parts + group.x] = vec2<u32>(bitcast<u32>(scores[0]), words[0]);
  }
}
