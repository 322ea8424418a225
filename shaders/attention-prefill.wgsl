// attention-prefill: O = softmax(scale Q K^T + causal mask) V with the online softmax of Milakov and Gimelshein
// (arXiv 1805.02867), blocked over keys as in FlashAttention (arXiv 2205.14135). The softmax state is f32.
//
// A workgroup owns BQ queries of one head and walks the keys in tiles of BK, up to its last query. Scores are a small
// matrix product over the head dimension, staged DC columns at a time; O is a second one over the keys, staged VC rows
// of V at a time. Both use the same workgroup memory; a thread fetches its share of a stage before it stores any of it, so that a
// stage waits for memory once. A thread owns the 4 queries ty + i TY in both products: in the
// first with the 4 keys tx + j TX, in the second with the DV4 groups of four columns tx + j TX.
//
// Bindings   0 storage read  q    array<Load>, batch x seq x heads x D
//            1 storage read  k    array<Load>, batch x seq x kv_heads x D
//            2 storage read  v    the same
//            3 storage rw    o    the shape of q
//            4 uniform       shape
//            5 storage read  sinks  array<Elem>, heads; SINKS only: a logit each, of base e
// Dispatch   ceil(seq / BQ) x heads x batch
// Constants  D               head dimension, a multiple of 4 TX
//            BQ BK           queries and keys in a tile: BQ = 4 TY, BK = 4 TX; THREADS = TX TY
//            DC VC           columns of Q and K, and rows of V, that are staged at a time; DC divides D, VC divides BK
//            DV4             D / (4 TX)
//            HALF            16 bytes are eight elements; DC and D are multiples of 8
//            PER_LOAD        vec4s in a Load: 1, or 2 with HALF
//            Q_LOADS K_LOADS V_LOADS   pieces of each stage that a thread fetches
//            Q_RAGGED K_RAGGED V_RAGGED   they are no multiple of THREADS: the last of a thread may not exist
//            STAGE           vec4s of workgroup memory: max((BQ + BK)(DC / 4 + 1), VC D / 4)
//            GUARDED         seq need not be a multiple of BQ and BK
//            WINDOWED        a query sees the last shape.window keys only
//            SINKS           a sink joins the sum of weights of each head and brings no value (arXiv 2508.10925, section 2.2)
//            alias Elem      f32 or f16
// FLOP       2 batch heads D (seq (seq + 1) - excess (excess + 1)); the pairs that are seen only, 4 D each; excess is the tokens
//            beyond the window, 0 without one
// Bytes      sizeof(Elem) (batch seq D (2 heads + 2 kv_heads) + sinks)

struct Shape {
  seq: u32,
  heads: u32,
  kv_heads: u32,
  // log2(e) / sqrt(D): the exponentials are powers of two
  scale: f32,
  window: u32,
}

// @if HALF
alias Load = vec4<u32>;
// @else
alias Load = vec4<Elem>;
// @end

@group(0) @binding(0) var<storage, read> q: array<Load>;
@group(0) @binding(1) var<storage, read> k: array<Load>;
@group(0) @binding(2) var<storage, read> v: array<Load>;
@group(0) @binding(3) var<storage, read_write> o: array<vec4<Elem>>;
@group(0) @binding(4) var<uniform> shape: Shape;
// @if SINKS
@group(0) @binding(5) var<storage, read> sinks: array<Elem>;
// @end

const D4: u32 = D / 4u;
const DC4: u32 = DC / 4u;
// Loads of a row of V, and of a row of Q or K as it is staged.
const ROW: u32 = D4 / PER_LOAD;
const PART: u32 = DC4 / PER_LOAD;
const Q_PIECES: u32 = BQ * PART;
const K_PIECES: u32 = BK * PART;
const V_PIECES: u32 = VC * ROW;
// One vec4 of padding a row: rows then start in different banks.
const STRIDE: u32 = DC4 + 1u;
// Low enough to vanish after the exponential, finite so that a difference of two is no NaN.
const MASKED: f32 = -1e30;

var<workgroup> stage: array<vec4<Elem>, STAGE>;
// Weights of the tile, one vec4 for each key and ty: the 4 queries of that ty.
var<workgroup> weights: array<vec4<f32>, BK * TY>;
// Row maxima (later row sums) of each tx, before they are combined.
var<workgroup> rows: array<f32, BQ * TX>;

fn clamped(position: u32) -> u32 {
  // @if GUARDED
  return min(position, shape.seq - 1u);
  // @else
  return position;
  // @end
}

// Places of the pieces; a thread that has none left takes the last one again, and stores nothing.
fn q_number(number: u32) -> u32 {
  // @if Q_RAGGED
  return min(number, Q_PIECES - 1u);
  // @else
  return number;
  // @end
}

fn k_number(number: u32) -> u32 {
  // @if K_RAGGED
  return min(number, K_PIECES - 1u);
  // @else
  return number;
  // @end
}

fn v_number(number: u32) -> u32 {
  // @if V_RAGGED
  return min(number, V_PIECES - 1u);
  // @else
  return number;
  // @end
}

fn keep(at: u32, piece: Load) {
  // @if HALF
  stage[at] = bitcast<vec4<f16>>(piece.xy);
  stage[at + 1u] = bitcast<vec4<f16>>(piece.zw);
  // @else
  stage[at] = piece;
  // @end
}

fn keep_q(at: u32, piece: Load) {
  // @if Q_RAGGED
  if (at >= Q_PIECES) {
    return;
  }
  // @end
  keep(at / PART * STRIDE + at % PART * PER_LOAD, piece);
}

fn keep_k(at: u32, piece: Load) {
  // @if K_RAGGED
  if (at >= K_PIECES) {
    return;
  }
  // @end
  keep((BQ + at / PART) * STRIDE + at % PART * PER_LOAD, piece);
}

fn keep_v(at: u32, piece: Load) {
  // @if V_RAGGED
  if (at >= V_PIECES) {
    return;
  }
  // @end
  keep(at * PER_LOAD, piece);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  // The longest rows first: the short ones then fill the tail.
  let q0 = (groups.x - 1u - group.x) * BQ;
  let head = group.y;
  let kv_head = head / (shape.heads / shape.kv_heads);
  // In loads.
  let q_row = shape.heads * ROW;
  let kv_row = shape.kv_heads * ROW;
  let q_base = group.z * shape.seq * q_row + head * ROW;
  let kv_base = group.z * shape.seq * kv_row + kv_head * ROW;
  let tx = local % TX;
  let ty = local / TX;

  // @unroll i 0 4
  var maximum$i = MASKED;
  var sum$i = 0.0;
  // @unroll j 0 DV4
  var o$i_$j = vec4<f32>();
  // @end
  // @end

  let keys = min(q0 + BQ, shape.seq);
  var start = 0u;
  // @if WINDOWED
  // The tile of the first key that any of these queries sees.
  start = (max(q0 + 1u, shape.window) - shape.window) / BK * BK;
  // @end
  for (var first = start; first < keys; first += BK) {
    // @unroll i 0 4
    var s$i = vec4<f32>();
    // @end
    for (var part = 0u; part < ROW; part += PART) {
      // @unroll q 0 Q_LOADS
      let q_at$q = q_number($qu * THREADS + local);
      let q_piece$q = q[q_base + clamped(q0 + q_at$q / PART) * q_row + part + q_at$q % PART];
      // @end
      // @unroll q 0 K_LOADS
      let k_at$q = k_number($qu * THREADS + local);
      let k_piece$q = k[kv_base + clamped(first + k_at$q / PART) * kv_row + part + k_at$q % PART];
      // @end
      // @unroll q 0 Q_LOADS
      keep_q($qu * THREADS + local, q_piece$q);
      // @end
      // @unroll q 0 K_LOADS
      keep_k($qu * THREADS + local, k_piece$q);
      // @end
      workgroupBarrier();
      for (var column = 0u; column < DC4; column++) {
        // @unroll j 0 4
        let k$j = vec4<f32>(stage[(BQ + tx + $ju * TX) * STRIDE + column]);
        // @end
        // @unroll i 0 4
        let q$i = vec4<f32>(stage[(ty + $iu * TY) * STRIDE + column]);
        s$i += vec4<f32>(dot(q$i, k0), dot(q$i, k1), dot(q$i, k2), dot(q$i, k3));
        // @end
      }
      workgroupBarrier();
    }

    let key = first + tx + vec4<u32>(0u, TX, 2u * TX, 3u * TX);
    // @unroll i 0 4
    s$i = select(s$i * shape.scale, vec4<f32>(MASKED), key > vec4<u32>(q0 + ty + $iu * TY));
    // @if WINDOWED
    // A row of which a tile shows nothing counts its keys until the first that it sees, whose rescale is 0.
    s$i = select(s$i, vec4<f32>(MASKED), key + shape.window <= vec4<u32>(q0 + ty + $iu * TY));
    // @end
    rows[(ty + $iu * TY) * TX + tx] = max(max(s$i.x, s$i.y), max(s$i.z, s$i.w));
    // @end
    workgroupBarrier();
    // @unroll i 0 4
    var highest$i = maximum$i;
    for (var x = 0u; x < TX; x++) {
      highest$i = max(highest$i, rows[(ty + $iu * TY) * TX + x]);
    }
    let rescale$i = exp2(maximum$i - highest$i);
    maximum$i = highest$i;
    s$i = exp2(s$i - highest$i);
    sum$i = sum$i * rescale$i + s$i.x + s$i.y + s$i.z + s$i.w;
    // @unroll j 0 DV4
    o$i_$j *= rescale$i;
    // @end
    // @end
    // @unroll j 0 4
    weights[(tx + $ju * TX) * TY + ty] = vec4<f32>(s0[$j], s1[$j], s2[$j], s3[$j]);
    // @end

    for (var row0 = 0u; row0 < BK; row0 += VC) {
      // @unroll q 0 V_LOADS
      let v_at$q = v_number($qu * THREADS + local);
      let v_piece$q = v[kv_base + clamped(first + row0 + v_at$q / ROW) * kv_row + v_at$q % ROW];
      // @end
      // @unroll q 0 V_LOADS
      keep_v($qu * THREADS + local, v_piece$q);
      // @end
      workgroupBarrier();
      for (var row = 0u; row < VC; row++) {
        let weight = weights[(row0 + row) * TY + ty];
        // @unroll j 0 DV4
        let v$j = vec4<f32>(stage[row * D4 + tx + $ju * TX]);
        // @end
        // @unroll i 0 4
        // @unroll j 0 DV4
        o$i_$j = fma(vec4<f32>(weight[$i]), v$j, o$i_$j);
        // @end
        // @end
      }
      workgroupBarrier();
    }
  }

  // @unroll i 0 4
  rows[(ty + $iu * TY) * TX + tx] = sum$i;
  // @end
  workgroupBarrier();
  // @if SINKS
  let sink = f32(sinks[head]) * 1.4426950408889634;
  // @end
  // @unroll i 0 4
  {
    var total = 0.0;
    for (var x = 0u; x < TX; x++) {
      total += rows[(ty + $iu * TY) * TX + x];
    }
    // @if SINKS
    let highest = max(maximum$i, sink);
    let share = exp2(maximum$i - highest);
    total = total * share + exp2(sink - highest);
    // @unroll j 0 DV4
    o$i_$j *= share;
    // @end
    // @end
    let query = q0 + ty + $iu * TY;
    // @if GUARDED
    if (query < shape.seq) {
      // @unroll j 0 DV4
      o[(q_base + query * q_row) * PER_LOAD + tx + $ju * TX] = vec4<Elem>(o$i_$j / total);
      // @end
    }
    // @else
    // @unroll j 0 DV4
    o[(q_base + query * q_row) * PER_LOAD + tx + $ju * TX] = vec4<Elem>(o$i_$j / total);
    // @end
    // @end
  }
  // @end
}
