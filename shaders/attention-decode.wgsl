// attention-decode: one new query a sequence against a KV cache, with grouped queries (arXiv 2305.13245) and the cache
// split over workgroups as in flash-decoding (https://crfm.stanford.edu/2023/10/12/flashdecoding.html).
//
// A workgroup owns KEYS keys of one KV head of one sequence, for all G query heads that share it, so that K and V are
// read once. Scores: SPLIT neighbouring threads share a key, each with D / SPLIT columns of it, and hold their part
// of the G queries in registers. Then one softmax over the KEYS keys, then the weighted sum of V, in which a thread owns
// one group of four columns and every STRIPES-th key. attention-decode-reduce joins the workgroups' parts.
//
// Bindings   0 storage read  q       array<vec4<Elem>>, batch x heads x D
//            1 storage read  k       array<vec4<Elem>>, batch x kv_heads x seq x D
//            2 storage read  v       the same
//            3 storage rw    parts   array<vec4<f32>>, batch x heads x splits x D: weighted sums of V
//            4 storage rw    states  array<vec2<f32>>, batch x heads x splits: maximum score and sum of weights
//            5 uniform       shape
// Dispatch   splits = ceil(seq / KEYS) x kv_heads x batch
// Constants  THREADS, D, G, KEYS
//            SPLIT           threads that share a key; divides D / 4. KEYS is a multiple of THREADS / SPLIT
//            J4              D / (4 SPLIT): vec4s of a key that one thread holds
//            STRIPES         4 THREADS / D
//            alias Elem      f32 or f16
// FLOP       4 batch heads D seq
// Bytes      sizeof(Elem) batch D (2 kv_heads seq + 2 heads)

struct Shape {
  seq: u32,
  kv_heads: u32,
  splits: u32,
  // log2(e) / sqrt(D): the exponentials are powers of two
  scale: f32,
}

@group(0) @binding(0) var<storage, read> q: array<vec4<Elem>>;
@group(0) @binding(1) var<storage, read> k: array<vec4<Elem>>;
@group(0) @binding(2) var<storage, read> v: array<vec4<Elem>>;
@group(0) @binding(3) var<storage, read_write> parts: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> states: array<vec2<f32>>;
@group(0) @binding(5) var<uniform> shape: Shape;

const D4: u32 = D / 4u;
const KEYS_AT_ONCE: u32 = THREADS / SPLIT;
const MASKED: f32 = -1e30;

// Scores, later weights: KEYS x G.
var<workgroup> scores: array<f32, KEYS * G>;
// Partial dot products: G x THREADS.
var<workgroup> partial: array<f32, G * THREADS>;
// Partial sums of V: STRIPES x G x D4.
var<workgroup> sums: array<vec4<f32>, STRIPES * G * D4>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let first = group.x * KEYS;
  let kv_head = group.z * shape.kv_heads + group.y;
  let kv_base = kv_head * shape.seq * D4;
  let q_base = kv_head * G * D4;

  let lane = local % SPLIT;
  // @unroll g 0 G
  // @unroll j 0 J4
  let q$g_$j = vec4<f32>(q[q_base + $gu * D4 + lane + $ju * SPLIT]) * shape.scale;
  // @end
  // @end
  for (var key0 = 0u; key0 < KEYS; key0 += KEYS_AT_ONCE) {
    let key = min(first + key0 + local / SPLIT, shape.seq - 1u);
    // @unroll j 0 J4
    let k$j = vec4<f32>(k[kv_base + key * D4 + lane + $ju * SPLIT]);
    // @end
    // @unroll g 0 G
    {
      var sum = 0.0;
      // @unroll j 0 J4
      sum += dot(q$g_$j, k$j);
      // @end
      partial[$gu * THREADS + local] = sum;
    }
    // @end
    workgroupBarrier();
    for (var at = local; at < KEYS_AT_ONCE * G; at += THREADS) {
      let g = at % G;
      let row = at / G;
      var score = 0.0;
      for (var part = 0u; part < SPLIT; part++) {
        score += partial[g * THREADS + row * SPLIT + part];
      }
      scores[(key0 + row) * G + g] = select(MASKED, score, first + key0 + row < shape.seq);
    }
    workgroupBarrier();
  }

  // Every thread finds the maxima for itself: KEYS broadcast reads a head, and no further barrier.
  // @unroll g 0 G
  var maximum$g = MASKED;
  // @end
  for (var key = 0u; key < KEYS; key++) {
    // @unroll g 0 G
    maximum$g = max(maximum$g, scores[key * G + $gu]);
    // @end
  }
  workgroupBarrier();
  for (var key = local; key < KEYS; key += THREADS) {
    // @unroll g 0 G
    scores[key * G + $gu] = exp2(scores[key * G + $gu] - maximum$g);
    // @end
  }
  workgroupBarrier();

  let column = local % D4;
  let stripe = local / D4;
  // @unroll g 0 G
  var sum$g = vec4<f32>();
  var weight$g = 0.0;
  // @end
  for (var key = stripe; key < KEYS; key += STRIPES) {
    let value = vec4<f32>(v[kv_base + min(first + key, shape.seq - 1u) * D4 + column]);
    // @unroll g 0 G
    sum$g = fma(vec4<f32>(scores[key * G + $gu]), value, sum$g);
    weight$g += scores[key * G + $gu];
    // @end
  }
  // @unroll g 0 G
  sums[(stripe * G + $gu) * D4 + column] = sum$g;
  // @end
  // Threads of one stripe hold the same sum of weights; one of them passes it on.
  if (column == 0u) {
    // @unroll g 0 G
    partial[$gu * THREADS + stripe] = weight$g;
    // @end
  }
  workgroupBarrier();
  for (var at = local; at < G * D4; at += THREADS) {
    var total = vec4<f32>();
    for (var s = 0u; s < STRIPES; s++) {
      total += sums[s * G * D4 + at];
    }
    let head = kv_head * G + at / D4;
    parts[(head * shape.splits + group.x) * D4 + at % D4] = total;
  }
  if (local == 0u) {
    // @unroll g 0 G
    {
      var weight = 0.0;
      for (var s = 0u; s < STRIPES; s++) {
        weight += partial[$gu * THREADS + s];
      }
      states[(kv_head * G + $gu) * shape.splits + group.x] = vec2<f32>(maximum$g, weight);
    }
    // @end
  }
}
