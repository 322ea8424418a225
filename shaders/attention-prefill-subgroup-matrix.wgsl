// attention-prefill-subgroup-matrix: the result of attention-prefill on matrix units (see gemm-subgroup-matrix). The softmax
// state is f32, the weights are rounded to Elem once more, as the matrices take them.
//
// A workgroup owns BQ queries of one head; each of its GRID subgroups keeps FM of them as left matrices. It walks the keys in
// tiles of BK: scores go through workgroup memory, where PARTS threads a query find the maximum and turn their share of the
// row into weights; then weights times V, BK columns at a time, through the same memory, since the rows of a matrix
// cannot be rescaled in place: each thread adds its columns to the output that it keeps in registers.
//
// POLYFILL replaces the matrix operations by plain functions over workgroup memory; SUBGROUP threads then stand for a
// subgroup.
//
// Bindings   0 storage read  q    array<vec4<Elem>>, batch x seq x heads x D
//            1 storage read  k    array<vec4<Elem>>, batch x seq x kv_heads x D
//            2 storage read  v    the same
//            3 storage rw    o    the shape of q
//            4 uniform       shape
// Dispatch   ceil(seq / BQ) x heads x batch
// Constants  D               head dimension, a multiple of BK
//            BQ BK           queries and keys in a tile: BQ = FM GRID, a multiple of BK; BK a multiple of FM, FN, FK and 4 PARTS
//            FM FN FK        extents of one matrix; Left, Right and Result follow from the configuration
//            GRID            subgroups; THREADS = SUBGROUP GRID, SUBGROUP the adapter's largest
//            EXTRA           subgroups may come out smaller: those beyond the grid stage and add up
//            DF              D / FK: left matrices of a subgroup
//            PARTS           THREADS / BQ
//            CHUNKS OJ       D / BK, and BK / (4 PARTS): groups of four output columns a thread
//            LOADS           pieces of BK rows that a thread fetches before it stores any
//            RAGGED          they are no multiple of THREADS: the last of a thread may not exist
//            PAD             elements added to each staged row, so that rows start in different banks
//            GUARDED         seq need not be a multiple of BQ and BK
//            alias Elem      f16 or f32
// FLOP       2 batch heads D seq (seq + 1); the causal half only, 4 D for each of seq (seq + 1) / 2 pairs
// Bytes      sizeof(Elem) batch seq D (2 heads + 2 kv_heads)

struct Shape {
  seq: u32,
  heads: u32,
  kv_heads: u32,
  // log2(e) / sqrt(D): the exponentials are powers of two
  scale: f32,
}

@group(0) @binding(0) var<storage, read> q: array<vec4<Elem>>;
@group(0) @binding(1) var<storage, read> k: array<vec4<Elem>>;
@group(0) @binding(2) var<storage, read> v: array<vec4<Elem>>;
@group(0) @binding(3) var<storage, read_write> o: array<vec4<Elem>>;
@group(0) @binding(4) var<uniform> shape: Shape;

const D4: u32 = D / 4u;
const ROW: u32 = D + PAD;
const WEIGHT_ROW: u32 = BK + PAD;
const SCORE_ROW: u32 = BK + 4u;
// Low enough to vanish after the exponential, finite so that a difference of two is no NaN.
const MASKED: f32 = -1e30;

// BK rows of Q, K or V.
var<workgroup> stage: array<Elem, BK * ROW>;
// Scores of the tile, later BK columns of weights times V.
var<workgroup> scores: array<f32, BQ * SCORE_ROW>;
var<workgroup> weights: array<Elem, BQ * WEIGHT_ROW>;

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
  return min(number, BK * D4 - 1u);
  // @else
  return number;
  // @end
}

fn keep_piece(at: u32, piece: vec4<Elem>) {
  // @if RAGGED
  if (at >= BK * D4) {
    return;
  }
  // @end
  // @unroll p 0 4
  stage[at / D4 * ROW + 4u * (at % D4) + $pu] = piece[$p];
  // @end
}

// @if POLYFILL
// What a subgroup keeps of its queries, and the sums of its current matrix; a thread adds to its own entries only.
var<workgroup> kept: array<f32, BQ * D>;
var<workgroup> sums: array<f32, GRID * FM * FN>;

fn keep(from_stage: u32, left: u32, lane: u32) {
  for (var at = lane; at < FM * FK; at += SUBGROUP) {
    kept[left + at / FK * D + at % FK] = f32(stage[from_stage + at / FK * ROW + at % FK]);
  }
}

fn clear(sum: u32, lane: u32) {
  for (var at = lane; at < FM * FN; at += SUBGROUP) {
    sums[sum + at] = 0.0;
  }
}

// The right factor column-major: each column is a key.
fn multiply_keys(left: u32, right: u32, sum: u32, lane: u32) {
  for (var at = lane; at < FM * FN; at += SUBGROUP) {
    for (var d = 0u; d < FK; d++) {
      sums[sum + at] += kept[left + at / FN * D + d] * f32(stage[right + at % FN * ROW + d]);
    }
  }
}

// Both factors row-major: each row of the right one is a value.
fn multiply_values(left: u32, right: u32, sum: u32, lane: u32) {
  for (var at = lane; at < FM * FN; at += SUBGROUP) {
    for (var key = 0u; key < FK; key++) {
      sums[sum + at] += f32(weights[left + at / FN * WEIGHT_ROW + key]) * f32(stage[right + key * ROW + at % FN]);
    }
  }
}

fn store(start: u32, sum: u32, lane: u32) {
  for (var at = lane; at < FM * FN; at += SUBGROUP) {
    scores[start + at / FN * SCORE_ROW + at % FN] = sums[sum + at];
  }
}
// @end

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  // @if POLYFILL
  // @else
  @builtin(subgroup_id) subgroup: u32,
  // @end
) {
  // The longest rows first: the short ones then fill the tail.
  let first_query = (groups.x - 1u - group.x) * BQ;
  let head = group.y;
  let kv_head = head / (shape.heads / shape.kv_heads);
  let q_row = shape.heads * D4;
  let kv_row = shape.kv_heads * D4;
  let q_base = group.z * shape.seq * q_row + head * D4;
  let kv_base = group.z * shape.seq * kv_row + kv_head * D4;
  // @if POLYFILL
  let subgroup = local / SUBGROUP;
  let lane = local % SUBGROUP;
  let sum = subgroup * FM * FN;
  // @end
  let own_row = subgroup * FM;
  let row = local / PARTS;
  let part = local % PARTS;
  let query = first_query + row;

  // @if POLYFILL
  // @else
  // @unroll d 0 DF
  var q$d: Left;
  // @end
  // @end
  for (var row0 = 0u; row0 < BQ; row0 += BK) {
    // @unroll q 0 LOADS
    let at$q = piece_number($qu * THREADS + local);
    let piece$q = q[q_base + clamped(first_query + row0 + at$q / D4) * q_row + at$q % D4];
    // @end
    // @unroll q 0 LOADS
    keep_piece($qu * THREADS + local, piece$q);
    // @end
    workgroupBarrier();
    if (own_row >= row0 && own_row < row0 + BK) {
      // @if POLYFILL
      for (var d = 0u; d < DF; d++) {
        keep((own_row - row0) * ROW + d * FK, own_row * D + d * FK, lane);
      }
      // @else
      // @unroll d 0 DF
      q$d = subgroupMatrixLoad<Left, row_major>(&stage, (own_row - row0) * ROW + $du * FK, ROW);
      // @end
      // @end
    }
    workgroupBarrier();
  }

  var maximum = MASKED;
  var total = 0.0;
  // @unroll c 0 CHUNKS
  // @unroll j 0 OJ
  var o$c_$j = vec4<f32>();
  // @end
  // @end

  let last = min(first_query + BQ, shape.seq);
  for (var first = 0u; first < last; first += BK) {
    // @unroll q 0 LOADS
    let at$q = piece_number($qu * THREADS + local);
    let piece$q = k[kv_base + clamped(first + at$q / D4) * kv_row + at$q % D4];
    // @end
    // @unroll q 0 LOADS
    keep_piece($qu * THREADS + local, piece$q);
    // @end
    workgroupBarrier();
    // @if EXTRA
    if (subgroup < GRID) {
    // @end
    for (var key = 0u; key < BK; key += FN) {
      // @if POLYFILL
      clear(sum, lane);
      for (var d = 0u; d < DF; d++) {
        multiply_keys(own_row * D + d * FK, key * ROW + d * FK, sum, lane);
      }
      store(own_row * SCORE_ROW + key, sum, lane);
      // @else
      var products = Result();
      // @unroll d 0 DF
      products = subgroupMatrixMultiplyAccumulate(q$d, subgroupMatrixLoad<Right, col_major>(&stage, key * ROW + $du * FK, ROW), products);
      // @end
      subgroupMatrixStore<row_major>(&scores, own_row * SCORE_ROW + key, products, SCORE_ROW);
      // @end
    }
    // @if EXTRA
    }
    // @end
    workgroupBarrier();

    // @unroll q 0 LOADS
    let value_at$q = piece_number($qu * THREADS + local);
    let value$q = v[kv_base + clamped(first + value_at$q / D4) * kv_row + value_at$q % D4];
    // @end
    // @unroll q 0 LOADS
    keep_piece($qu * THREADS + local, value$q);
    // @end
    var highest = maximum;
    for (var key = 0u; key < BK; key++) {
      highest = max(highest, select(MASKED, scores[row * SCORE_ROW + key] * shape.scale, first + key <= query));
    }
    let rescale = exp2(maximum - highest);
    maximum = highest;
    total *= rescale;
    for (var key = part; key < BK; key += PARTS) {
      let weight = Elem(select(0.0, exp2(scores[row * SCORE_ROW + key] * shape.scale - highest), first + key <= query));
      weights[row * WEIGHT_ROW + key] = weight;
      // The sum of what is multiplied, after its rounding.
      total += f32(weight);
    }
    workgroupBarrier();

    // @unroll c 0 CHUNKS
    // @if EXTRA
    if (subgroup < GRID) {
    // @end
    for (var column = 0u; column < BK; column += FN) {
      // @if POLYFILL
      clear(sum, lane);
      for (var key = 0u; key < BK; key += FK) {
        multiply_values(own_row * WEIGHT_ROW + key, key * ROW + $cu * BK + column, sum, lane);
      }
      store(own_row * SCORE_ROW + column, sum, lane);
      // @else
      var products = Result();
      for (var key = 0u; key < BK; key += FK) {
        products = subgroupMatrixMultiplyAccumulate(
          subgroupMatrixLoad<Left, row_major>(&weights, own_row * WEIGHT_ROW + key, WEIGHT_ROW),
          subgroupMatrixLoad<Right, row_major>(&stage, key * ROW + $cu * BK + column, ROW),
          products,
        );
      }
      subgroupMatrixStore<row_major>(&scores, own_row * SCORE_ROW + column, products, SCORE_ROW);
      // @end
    }
    // @if EXTRA
    }
    // @end
    workgroupBarrier();
    // @unroll j 0 OJ
    {
      let at = row * SCORE_ROW + 4u * (part + $ju * PARTS);
      o$c_$j = o$c_$j * rescale + vec4<f32>(scores[at], scores[at + 1u], scores[at + 2u], scores[at + 3u]);
    }
    // @end
    workgroupBarrier();
    // @end
  }

  scores[row * SCORE_ROW + part] = total;
  workgroupBarrier();
  var whole = 0.0;
  for (var other = 0u; other < PARTS; other++) {
    whole += scores[row * SCORE_ROW + other];
  }
  // @if GUARDED
  if (query >= shape.seq) {
    return;
  }
  // @end
  // @unroll c 0 CHUNKS
  // @unroll j 0 OJ
  o[q_base + query * q_row + $cu * (BK / 4u) + part + $ju * PARTS] = vec4<Elem>(o$c_$j / whole);
  // @end
  // @end
}
