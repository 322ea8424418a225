// attention-prefill-rows: the result of attention-prefill (same operands, same mask, same f32 softmax state), with one
// query a thread: no exchange between threads but the staged keys and values, which all threads read at the same address.
//
// A workgroup owns ROWS queries of one head and walks the keys in tiles of BK, staged whole in workgroup memory. SPLIT
// threads share a query, each with D / SPLIT columns of it and of its output in registers: at D = 128 a whole row of
// q and o is 256 registers in f32, more than a thread has. With SPLIT = 1 a thread's dot products are its own; otherwise
// the partial ones of a tile are joined through workgroup memory. The running maximum moves once for KEYS keys.
//
// Bindings   0 storage read  q    array<vec4<Elem>>, batch x seq x heads x D
//            1 storage read  k    array<Load>, batch x seq x kv_heads x D
//            2 storage read  v    the same
//            3 storage rw    o    the shape of q
//            4 uniform       shape
//            5 storage read  sinks  array<Elem>, heads; SINKS only: a logit each, of base e
// Dispatch   ceil(seq / ROWS) x heads x batch
// Constants  D               head dimension, a multiple of 4 SPLIT
//            ROWS            queries of a workgroup; THREADS = ROWS SPLIT
//            BK KEYS         keys in a tile, and keys between two moves of the maximum: KEYS divides BK
//            SPLIT           threads that share a query
//            HALF            16 bytes are eight elements; D is a multiple of 8
//            PER_LOAD        vec4s in a Load: 1, or 2 with HALF
//            LOADS           pieces of the keys, and as many of the values, that a thread fetches before it stores any
//            RAGGED          they are no multiple of THREADS: the last of a thread may not exist
//            JOINED          SPLIT is more than 1
//            J4              D / (4 SPLIT): vec4s of q and of o that one thread holds
//            GUARDED         seq need not be a multiple of ROWS and BK
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

@group(0) @binding(0) var<storage, read> q: array<vec4<Elem>>;
@group(0) @binding(1) var<storage, read> k: array<Load>;
@group(0) @binding(2) var<storage, read> v: array<Load>;
@group(0) @binding(3) var<storage, read_write> o: array<vec4<Elem>>;
@group(0) @binding(4) var<uniform> shape: Shape;
// @if SINKS
@group(0) @binding(5) var<storage, read> sinks: array<Elem>;
// @end

const D4: u32 = D / 4u;
// Loads of a row of keys or values.
const ROW: u32 = D4 / PER_LOAD;
// Low enough to vanish after the exponential, finite so that a difference of two is no NaN.
const MASKED: f32 = -1e30;

var<workgroup> keys: array<vec4<Elem>, BK * D4>;
var<workgroup> values: array<vec4<Elem>, BK * D4>;
// @if JOINED
// Partial dot products of a tile: BK x THREADS.
var<workgroup> partial: array<f32, BK * THREADS>;
// @end

fn clamped(position: u32) -> u32 {
  // @if GUARDED
  return min(position, shape.seq - 1u);
  // @else
  return position;
  // @end
}

// A thread that has no piece left takes the last one again, and stores nothing.
fn piece_number(number: u32) -> u32 {
  // @if RAGGED
  return min(number, BK * ROW - 1u);
  // @else
  return number;
  // @end
}

fn keep(at: u32, key: Load, value: Load) {
  // @if RAGGED
  if (at >= BK * ROW) {
    return;
  }
  // @end
  // @if HALF
  keys[2u * at] = bitcast<vec4<f16>>(key.xy);
  keys[2u * at + 1u] = bitcast<vec4<f16>>(key.zw);
  values[2u * at] = bitcast<vec4<f16>>(value.xy);
  values[2u * at + 1u] = bitcast<vec4<f16>>(value.zw);
  // @else
  keys[at] = key;
  values[at] = value;
  // @end
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  // The longest rows first: the short ones then fill the tail.
  let first_query = (groups.x - 1u - group.x) * ROWS;
  let head = group.y;
  let kv_head = head / (shape.heads / shape.kv_heads);
  let q_row = shape.heads * D4;
  // In loads.
  let kv_row = shape.kv_heads * ROW;
  let kv_base = group.z * shape.seq * kv_row + kv_head * ROW;
  // Neighbouring threads hold the same columns of neighbouring queries: what they read of a tile is one address.
  let row = local % ROWS;
  let columns = local / ROWS * J4;
  let query = first_query + row;
  let q_base = (group.z * shape.seq + clamped(query)) * q_row + head * D4 + columns;

  // @unroll j 0 J4
  let q$j = q[q_base + $ju];
  var o$j = vec4<f32>();
  // @end
  var maximum = MASKED;
  var total = 0.0;

  let last = min(first_query + ROWS, shape.seq);
  var start = 0u;
  // @if WINDOWED
  // The tile of the first key that any of these queries sees.
  start = (max(first_query + 1u, shape.window) - shape.window) / BK * BK;
  // @end
  for (var first = start; first < last; first += BK) {
    // @unroll q 0 LOADS
    let at$q = piece_number($qu * THREADS + local);
    let source$q = kv_base + clamped(first + at$q / ROW) * kv_row + at$q % ROW;
    let key$q = k[source$q];
    let value$q = v[source$q];
    // @end
    // @unroll q 0 LOADS
    keep($qu * THREADS + local, key$q, value$q);
    // @end
    workgroupBarrier();
    // @if JOINED
    for (var at = 0u; at < BK; at += KEYS) {
      // @unroll r 0 KEYS
      var s$r = 0.0;
      // @end
      // @unroll j 0 J4
      {
        let part = vec4<f32>(q$j);
        // @unroll r 0 KEYS
        s$r += dot(part, vec4<f32>(keys[(at + $ru) * D4 + columns + $ju]));
        // @end
      }
      // @end
      // @unroll r 0 KEYS
      partial[(at + $ru) * THREADS + local] = s$r;
      // @end
    }
    workgroupBarrier();
    // @end
    // Keys that this query does not see end its tile: the group that holds its own key is the last.
    for (var at = 0u; at < BK && first + at <= query; at += KEYS) {
      // @unroll r 0 KEYS
      var s$r = 0.0;
      // @end
      // @if JOINED
      // @unroll p 0 SPLIT
      // @unroll r 0 KEYS
      s$r += partial[(at + $ru) * THREADS + row + $pu * ROWS];
      // @end
      // @end
      // @else
      // @unroll j 0 J4
      {
        let part = vec4<f32>(q$j);
        // @unroll r 0 KEYS
        s$r += dot(part, vec4<f32>(keys[(at + $ru) * D4 + $ju]));
        // @end
      }
      // @end
      // @end
      var highest = maximum;
      // @unroll r 0 KEYS
      s$r = select(s$r * shape.scale, MASKED, first + at + $ru > query);
      // @if WINDOWED
      // A query that sees none of these counts them until the first that it sees, whose rescale is 0.
      s$r = select(s$r, MASKED, first + at + $ru + shape.window <= query);
      // @end
      highest = max(highest, s$r);
      // @end
      let rescale = exp2(maximum - highest);
      maximum = highest;
      total *= rescale;
      // @unroll r 0 KEYS
      s$r = exp2(s$r - highest);
      total += s$r;
      // @end
      // @unroll j 0 J4
      o$j *= rescale;
      // @unroll r 0 KEYS
      o$j = fma(vec4<f32>(s$r), vec4<f32>(values[(at + $ru) * D4 + columns + $ju]), o$j);
      // @end
      // @end
    }
    workgroupBarrier();
  }

  // @if SINKS
  // log2(e): the exponentials are powers of two.
  let sink = f32(sinks[head]) * 1.4426950408889634;
  let highest = max(maximum, sink);
  let share = exp2(maximum - highest);
  total = total * share + exp2(sink - highest);
  // @unroll j 0 J4
  o$j *= share;
  // @end
  // @end
  // @if GUARDED
  if (query >= shape.seq) {
    return;
  }
  // @end
  // @unroll j 0 J4
  o[q_base + $ju] = vec4<Elem>(o$j / total);
  // @end
}
