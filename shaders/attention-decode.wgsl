// attention-decode: one new query a sequence against a KV cache, with grouped queries (arXiv 2305.13245) and the cache
// split over workgroups as in flash-decoding (https://crfm.stanford.edu/2023/10/12/flashdecoding.html).
//
// A workgroup owns a stretch of the keys of one KV head of one sequence, for all G query heads that share it, so that K and V
// are read once, and walks it in tiles of KEYS. Scores: SPLIT neighbouring threads share a key, each with D / SPLIT columns
// of it, and hold their part of the G queries in registers, or read it from workgroup memory where that would be too much.
// Then the softmax of the tile's keys under the running maximum, then the weighted sum of V, in which a thread owns one group
// of four columns and every STRIPES-th key. attention-decode-reduce joins the workgroups' parts.
//
// Bindings   0 storage read  q         array<vec4<Elem>>, batch x heads x D
//            1 storage read  k         array<KeyLoad>, batch x kv_heads x seq x D
//            2 storage read  v         array<ValueLoad>, the same
//            3 storage rw    parts     array<vec4<f32>>, batch x heads x splits x D: weighted sums of V
//            4 storage rw    states    array<vec2<f32>>, batch x heads x splits: maximum score and sum of weights
//            5 uniform       shape
//            6 storage read  k_scales  array<Elem>, batch x kv_heads x seq; with Q8 alone
//            7 storage read  v_scales  the same
// Dispatch   splits = ceil(seq / span) x kv_heads x batch
// Constants  THREADS, D, G, KEYS
//            SPLIT           threads that share a key; divides D / 4. KEYS is a multiple of THREADS / SPLIT
//            K4 V4           groups of four columns in what is loaded of a key, and of a value, at a time: 16 bytes where D and SPLIT allow
//            LOADS           D / (4 K4 SPLIT): loads of a key that one thread makes
//            STRIPES         4 V4 THREADS / D
//            Q_SHARED        queries in workgroup memory
//            Q8              the cache is signed bytes, four to a word: an element is its byte / 128 times its row's scale
//            alias Elem      f32 or f16
//            alias KeyLoad, ValueLoad   vec4<Elem>; two of them as vec4<u32> with f16; with Q8 a word for each four columns
// FLOP       4 batch heads D seq
// Bytes      row_bytes batch 2 kv_heads seq + sizeof(Elem) (batch D 2 heads + sinks); sinks of attention-decode-reduce; row_bytes is sizeof(Elem) D, with Q8 D + sizeof(Elem)

struct Shape {
  seq: u32,
  kv_heads: u32,
  splits: u32,
  // log2(e) / sqrt(D), with Q8 over 128 as well: the exponentials are powers of two
  scale: f32,
  // Keys of a workgroup, a multiple of KEYS.
  span: u32,
}

@group(0) @binding(0) var<storage, read> q: array<vec4<Elem>>;
@group(0) @binding(1) var<storage, read> k: array<KeyLoad>;
@group(0) @binding(2) var<storage, read> v: array<ValueLoad>;
@group(0) @binding(3) var<storage, read_write> parts: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> states: array<vec2<f32>>;
@group(0) @binding(5) var<uniform> shape: Shape;
// @if Q8
@group(0) @binding(6) var<storage, read> k_scales: array<Elem>;
@group(0) @binding(7) var<storage, read> v_scales: array<Elem>;
// @end

const D4: u32 = D / 4u;
const KEY_LOADS: u32 = D4 / K4;
const VALUE_LOADS: u32 = D4 / V4;
const KEYS_AT_ONCE: u32 = THREADS / SPLIT;
const MASKED: f32 = -1e30;

// @if Q_SHARED
var<workgroup> queries: array<vec4<f32>, G * D4>;
// @end
// Scores, later weights: KEYS x G.
var<workgroup> scores: array<f32, KEYS * G>;
// Partial dot products: G x THREADS.
var<workgroup> partial: array<f32, G * THREADS>;
// Partial sums of V, one of a thread's groups of columns at a time: STRIPES x G x VALUE_LOADS.
var<workgroup> sums: array<vec4<f32>, STRIPES * G * VALUE_LOADS>;

// @if Q8
fn bytes(word: u32) -> vec4<f32> {
  return vec4<f32>((vec4<i32>(bitcast<i32>(word)) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));
}
// @end

// Group number `part` of a load.
fn of_key(load: KeyLoad, part: u32) -> vec4<f32> {
  // @if Q8
  // @if K_SINGLE
  return bytes(load);
  // @else
  return bytes(load[part]);
  // @end
  // @else
  // @if K_SINGLE
  return vec4<f32>(load);
  // @else
  return vec4<f32>(bitcast<vec4<f16>>(select(load.xy, load.zw, part == 1u)));
  // @end
  // @end
}

fn of_value(load: ValueLoad, part: u32) -> vec4<f32> {
  // @if Q8
  // @if V_SINGLE
  return bytes(load);
  // @else
  return bytes(load[part]);
  // @end
  // @else
  // @if V_SINGLE
  return vec4<f32>(load);
  // @else
  return vec4<f32>(bitcast<vec4<f16>>(select(load.xy, load.zw, part == 1u)));
  // @end
  // @end
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let kv_head = group.z * shape.kv_heads + group.y;
  let row_base = kv_head * shape.seq;
  let q_base = kv_head * G * D4;

  let lane = local % SPLIT;
  // @if Q_SHARED
  for (var at = local; at < G * D4; at += THREADS) {
    queries[at] = vec4<f32>(q[q_base + at]) * shape.scale;
  }
  workgroupBarrier();
  // @else
  // @unroll g 0 G
  // @unroll j 0 LOADS
  // @unroll p 0 K4
  let q$g_$j_$p = vec4<f32>(q[q_base + $gu * D4 + (lane + $ju * SPLIT) * K4 + $pu]) * shape.scale;
  // @end
  // @end
  // @end
  // @end
  let column = local % VALUE_LOADS;
  let stripe = local / VALUE_LOADS;
  // @unroll g 0 G
  var maximum$g = MASKED;
  // @unroll v 0 V4
  var sum$g_$v = vec4<f32>();
  // @end
  var weight$g = 0.0;
  // @end

  let end = min((group.x + 1u) * shape.span, shape.seq);
  for (var first = group.x * shape.span; first < end; first += KEYS) {
    for (var key0 = 0u; key0 < KEYS; key0 += KEYS_AT_ONCE) {
      let key = min(first + key0 + local / SPLIT, shape.seq - 1u);
      // @if Q_SHARED
      // @unroll g 0 G
      var dot$g = 0.0;
      // @end
      for (var j = lane; j < KEY_LOADS; j += SPLIT) {
        let load = k[(row_base + key) * KEY_LOADS + j];
        // @unroll p 0 K4
        let part$p = of_key(load, $pu);
        // @unroll g 0 G
        dot$g += dot(queries[$gu * D4 + j * K4 + $pu], part$p);
        // @end
        // @end
      }
      // @else
      // @unroll j 0 LOADS
      let load$j = k[(row_base + key) * KEY_LOADS + lane + $ju * SPLIT];
      // @end
      // @unroll g 0 G
      var dot$g = 0.0;
      // @end
      // @unroll j 0 LOADS
      // @unroll p 0 K4
      let k$j_$p = of_key(load$j, $pu);
      // @unroll g 0 G
      dot$g += dot(q$g_$j_$p, k$j_$p);
      // @end
      // @end
      // @end
      // @end
      // @if Q8
      let key_scale = f32(k_scales[row_base + key]);
      // @unroll g 0 G
      partial[$gu * THREADS + local] = dot$g * key_scale;
      // @end
      // @else
      // @unroll g 0 G
      partial[$gu * THREADS + local] = dot$g;
      // @end
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
    var highest$g = maximum$g;
    // @end
    for (var key = 0u; key < KEYS; key++) {
      // @unroll g 0 G
      highest$g = max(highest$g, scores[key * G + $gu]);
      // @end
    }
    workgroupBarrier();
    for (var key = local; key < KEYS; key += THREADS) {
      // @unroll g 0 G
      scores[key * G + $gu] = exp2(scores[key * G + $gu] - highest$g);
      // @end
    }
    // @unroll g 0 G
    {
      let rescale = exp2(maximum$g - highest$g);
      // @unroll v 0 V4
      sum$g_$v *= rescale;
      // @end
      weight$g *= rescale;
      maximum$g = highest$g;
    }
    // @end
    workgroupBarrier();

    // The next tile's scores are written after its first barrier, when every thread is done with these.
    for (var key = stripe; key < KEYS; key += STRIPES) {
      let row = min(first + key, shape.seq - 1u);
      let load = v[(row_base + row) * VALUE_LOADS + column];
      // @if Q8
      let value_scale = f32(v_scales[row_base + row]);
      // @end
      // @unroll g 0 G
      let weight_of$g = scores[key * G + $gu];
      weight$g += weight_of$g;
      // @end
      // @unroll v 0 V4
      {
        // @if Q8
        let value = of_value(load, $vu) * value_scale;
        // @else
        let value = of_value(load, $vu);
        // @end
        // @unroll g 0 G
        sum$g_$v = fma(vec4<f32>(weight_of$g), value, sum$g_$v);
        // @end
      }
      // @end
    }
  }
  // Threads of one stripe hold the same sum of weights; one of them passes it on.
  if (column == 0u) {
    // @unroll g 0 G
    partial[$gu * THREADS + stripe] = weight$g;
    // @end
  }
  // @unroll v 0 V4
  // @unroll g 0 G
  // @if Q8
  sums[(stripe * G + $gu) * VALUE_LOADS + column] = sum$g_$v * (1.0 / 128.0);
  // @else
  sums[(stripe * G + $gu) * VALUE_LOADS + column] = sum$g_$v;
  // @end
  // @end
  workgroupBarrier();
  for (var at = local; at < G * VALUE_LOADS; at += THREADS) {
    var total = vec4<f32>();
    for (var s = 0u; s < STRIPES; s++) {
      total += sums[s * G * VALUE_LOADS + at];
    }
    let head = kv_head * G + at / VALUE_LOADS;
    parts[(head * shape.splits + group.x) * D4 + at % VALUE_LOADS * V4 + $vu] = total;
  }
  workgroupBarrier();
  // @end
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
