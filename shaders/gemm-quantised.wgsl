// gemm-quantised: C[m, n] = sum over k of A[m, k] W[n, k], the weights W stored as integers along k, as a model keeps them.
//
// A workgroup owns a BM x BN tile of C and walks K in steps of BK, both tiles staged in workgroup memory as packs along k: 16
// signed bytes, or four floats. A thread owns TM rows, TY apart, and TN columns, TX apart. For each pack it reads TM + TN of
// them and makes TM TN dot products, in packed integer instructions where both sides are bytes. It fetches its share of both
// tiles before it stores any of it, so that a step waits for memory once.
//
// Four formats (layouts: src/measure/kernels/quantised.ts):
//   BYTES, not Q4   A and W signed bytes, one scale a row of A and one a row of W: sums of integers, scaled once at the end
//   BYTES and Q4    4-bit W, A as quantise.wgsl leaves it: sums of integers over a block of 32, each scaled by its two scales
//   Q4 or Q8 alone  W of 4 or 8 bits, unpacked and scaled on its way into workgroup memory; A and the arithmetic are floats
//
// Bindings   0 storage read  a       array<Pack>, m x k; BYTES and Q4: followed by a scale and a sum for each block
//            1 storage read  w       array<Words>, n x k
//            2 storage read  scales  array<Elem>: n x k / 32 (Q4, Q8), or n and then m
//            3 storage rw    c       array<Out>, m x n, once for each split
//            4 uniform       shape; tiles_m = ceil(m / BM), tiles_n = ceil(n / BN); k_split, a multiple of BK
// Constants  BM BN BK        tile extents; BK is a multiple of 32
//            TX TY           threads across columns and rows; THREADS = TX TY
//            TM TN           rows and columns a thread: BM = TM TY, BN = TN TX
//            PER_PACK        elements of k in a pack: 16 or 4
//            PER_LOAD        elements of k in what is loaded of W at a time: 16 as bytes or halves of bytes, 8 on the way to floats
//            A_LOADS W_LOADS A_SCALE_LOADS W_SCALE_LOADS   pieces of each tile, and scales of blocks, that a thread fetches
//            A_RAGGED W_RAGGED A_SCALE_RAGGED W_SCALE_RAGGED   they are no multiple of THREADS: the last of a thread may not exist
//            BYTES, Q4, Q8   the format, as above; HALF, WHOLE: never here
//            GUARDED         m, n, k need not be multiples of BM, BN, BK: bounds are tested
//            alias Elem      f32 or f16: scales, results, and A where it is float
//            alias Out       Elem, or f32 for the partial sums of a split K
// FLOP       2 m n k; whole-number operations with BYTES
// Bytes      n k / 2 + sizeof(Elem) (n k / 32 + m k + m n); with Q8 n k for n k / 2; int8 m k + n k + sizeof(Elem) (m + n + m n)

struct Shape {
  m: u32,
  n: u32,
  k: u32,
  tiles_m: u32,
  tiles_n: u32,
  k_split: u32,
}

// @if BYTES
alias Pack = vec4<u32>;
alias Sum = i32;
// @if Q4
alias Words = vec2<u32>;
// @else
alias Words = vec4<u32>;
// @end
// @else
alias Pack = vec4<Elem>;
alias Sum = f32;
// @if Q4
alias Words = u32;
// @else
alias Words = vec2<u32>;
// @end
// @end

@group(0) @binding(0) var<storage, read> a: array<Pack>;
@group(0) @binding(1) var<storage, read> w: array<Words>;
@group(0) @binding(2) var<storage, read> scales: array<Elem>;
@group(0) @binding(3) var<storage, read_write> c: array<Out>;
@group(0) @binding(4) var<uniform> shape: Shape;

// One pack of padding a row: rows then start in different banks.
const PACKS: u32 = BK / PER_PACK;
const STRIDE: u32 = PACKS + 1u;
var<workgroup> a_tile: array<Pack, BM * STRIDE>;
var<workgroup> w_tile: array<Pack, BN * STRIDE>;
// @if BLOCKS
// Scales of the blocks of a tile.
var<workgroup> a_scales: array<f32, BM * BK / 32u>;
var<workgroup> w_scales: array<f32, BN * BK / 32u>;
// @end

const A_PIECES: u32 = BM * PACKS;
const W_ROW: u32 = BK / PER_LOAD;
const W_PIECES: u32 = BN * W_ROW;

// Piece number `number` of A's tile that starts at this row and this k. A thread that has none left fetches the last one again,
// and stores nothing. Rows past the end repeat the last one, whose sums are not stored; past the depth of a split A is zero, so that
// W need not be. No load stands in a branch, which would hold up those after it.
fn fetch_a(number: u32, row0: u32, k0: u32, end: u32) -> Pack {
  // @if A_RAGGED
  let at = min(number, A_PIECES - 1u);
  // @else
  let at = number;
  // @end
  let row = row0 + at / PACKS;
  let k = k0 + at % PACKS * PER_PACK;
  // @if GUARDED
  return select(Pack(), a[(min(row, shape.m - 1u) * shape.k + min(k, shape.k - PER_PACK)) / PER_PACK], k < end);
  // @else
  return a[(row * shape.k + k) / PER_PACK];
  // @end
}

fn keep_a(at: u32, piece: Pack) {
  // @if A_RAGGED
  if (at >= A_PIECES) {
    return;
  }
  // @end
  a_tile[at / PACKS * STRIDE + at % PACKS] = piece;
}

// @if BYTES
// @if Q4
// Halves of four bytes, minus 8, as four signed bytes: the high bit keeps each byte from borrowing of the next.
fn signed(halves: u32) -> u32 {
  return (((halves & 0x0f0f0f0fu) | 0x80808080u) - 0x08080808u) ^ 0x80808080u;
}
// @end

alias Weights = Words;

fn fetch_weights(row: u32, k: u32) -> Weights {
  return w[(row * shape.k + k) / PER_LOAD];
}

fn keep_weights(at: u32, words: Weights) {
  // @if Q4
  w_tile[at] = vec4<u32>(signed(words.x), signed(words.x >> 4u), signed(words.y), signed(words.y >> 4u));
  // @else
  w_tile[at] = words;
  // @end
}

// @else
// @include stage-weights

fn product(x: Pack, y: Pack) -> f32 {
  return dot(vec4<f32>(x), vec4<f32>(y));
}
// @end

fn fetch_w(number: u32, column0: u32, k0: u32) -> Weights {
  // @if W_RAGGED
  let at = min(number, W_PIECES - 1u);
  // @else
  let at = number;
  // @end
  let row = column0 + at / W_ROW;
  let k = k0 + at % W_ROW * PER_LOAD;
  // @if GUARDED
  return fetch_weights(min(row, shape.n - 1u), min(k, shape.k - PER_LOAD));
  // @else
  return fetch_weights(row, k);
  // @end
}

fn keep_w(at: u32, weights: Weights) {
  // @if W_RAGGED
  if (at >= W_PIECES) {
    return;
  }
  // @end
  keep_weights(at / W_ROW * STRIDE + at % W_ROW * (PER_LOAD / PER_PACK), weights);
}

// @if BLOCKS
// The scale of a block of A: after the m x k bytes lie pairs of a scale and a sum, two to a pack.
fn fetch_a_scale(number: u32, row0: u32, k0: u32) -> f32 {
  // @if A_SCALE_RAGGED
  let at = min(number, BM * BK / 32u - 1u);
  // @else
  let at = number;
  // @end
  let row = row0 + at % BM;
  let k = k0 + at / BM * 32u;
  // @if GUARDED
  let block = (min(row, shape.m - 1u) * shape.k + min(k, shape.k - 32u)) / 32u;
  // @else
  let block = (row * shape.k + k) / 32u;
  // @end
  let pair = a[(shape.m * shape.k) / PER_PACK + block / 2u];
  return bitcast<f32>(select(pair.x, pair.z, block % 2u == 1u));
}

fn fetch_w_scale(number: u32, column0: u32, k0: u32) -> Elem {
  // @if W_SCALE_RAGGED
  let at = min(number, BN * BK / 32u - 1u);
  // @else
  let at = number;
  // @end
  let row = column0 + at % BN;
  let k = k0 + at / BN * 32u;
  // @if GUARDED
  return scales[(min(row, shape.n - 1u) * shape.k + min(k, shape.k - 32u)) / 32u];
  // @else
  return scales[(row * shape.k + k) / 32u];
  // @end
}
// @end

fn store_c(row: u32, column: u32, split: u32, sum: f32) {
  // @if GUARDED
  if (row >= shape.m || column >= shape.n) {
    return;
  }
  // @end
  // @if ROW_SCALES
  let scaled = sum * f32(scales[shape.n + row]) * f32(scales[column]);
  // @else
  let scaled = sum;
  // @end
  c[(split * shape.m + row) * shape.n + column] = Out(scaled);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let linear = group.y * groups.x + group.x;
  let tiles = shape.tiles_m * shape.tiles_n;
  let split = linear / tiles;
  let begin = split * shape.k_split;
  if (begin >= shape.k) {
    return;
  }
  let end = min(begin + shape.k_split, shape.k);
  // Neighbouring workgroups share their rows of W, the larger operand.
  let row0 = linear % tiles % shape.tiles_m * BM;
  let column0 = linear % tiles / shape.tiles_m * BN;
  let tx = local % TX;
  let ty = local / TX;

  // @unroll i 0 TM
  // @unroll j 0 TN
  // @if BLOCKS
  var c$i_$j = 0.0;
  // @else
  var sum$i_$j = Sum();
  // @end
  // @end
  // @end

  for (var k0 = begin; k0 < end; k0 += BK) {
    // @unroll q 0 A_LOADS
    let a_piece$q = fetch_a($qu * THREADS + local, row0, k0, end);
    // @end
    // @unroll q 0 W_LOADS
    let w_piece$q = fetch_w($qu * THREADS + local, column0, k0);
    // @end
    // @if BLOCKS
    // @unroll q 0 A_SCALE_LOADS
    let a_scale_piece$q = fetch_a_scale($qu * THREADS + local, row0, k0);
    // @end
    // @unroll q 0 W_SCALE_LOADS
    let w_scale_piece$q = fetch_w_scale($qu * THREADS + local, column0, k0);
    // @end
    // @end
    // @unroll q 0 A_LOADS
    keep_a($qu * THREADS + local, a_piece$q);
    // @end
    // @unroll q 0 W_LOADS
    keep_w($qu * THREADS + local, w_piece$q);
    // @end
    // @if BLOCKS
    // @unroll q 0 A_SCALE_LOADS
    // @if A_SCALE_RAGGED
    if ($qu * THREADS + local < BM * BK / 32u) {
      a_scales[$qu * THREADS + local] = a_scale_piece$q;
    }
    // @else
    a_scales[$qu * THREADS + local] = a_scale_piece$q;
    // @end
    // @end
    // @unroll q 0 W_SCALE_LOADS
    // @if W_SCALE_RAGGED
    if ($qu * THREADS + local < BN * BK / 32u) {
      w_scales[$qu * THREADS + local] = f32(w_scale_piece$q);
    }
    // @else
    w_scales[$qu * THREADS + local] = f32(w_scale_piece$q);
    // @end
    // @end
    // @end
    workgroupBarrier();
    // @if BLOCKS
    for (var block = 0u; block < BK / 32u; block++) {
      // @unroll i 0 TM
      // @unroll j 0 TN
      var sum$i_$j = Sum();
      // @end
      // @end
      for (var pack = 2u * block; pack < 2u * block + 2u; pack++) {
        // @unroll i 0 TM
        let a$i = a_tile[(ty + $iu * TY) * STRIDE + pack];
        // @end
        // @unroll j 0 TN
        let w$j = w_tile[(tx + $ju * TX) * STRIDE + pack];
        // @end
        // @unroll p 0 4
        // @unroll j 0 TN
        // @unroll i 0 TM
        sum$i_$j += dot4I8Packed(a$i[$p], w$j[$p]);
        // @end
        // @end
        // @end
      }
      // @unroll i 0 TM
      let a_scale$i = a_scales[block * BM + ty + $iu * TY];
      // @end
      // @unroll j 0 TN
      let w_scale$j = w_scales[block * BN + tx + $ju * TX];
      // @unroll i 0 TM
      c$i_$j = fma(f32(sum$i_$j), a_scale$i * w_scale$j, c$i_$j);
      // @end
      // @end
    }
    // @else
    for (var pack = 0u; pack < PACKS; pack++) {
      // @unroll i 0 TM
      let a$i = a_tile[(ty + $iu * TY) * STRIDE + pack];
      // @end
      // @unroll j 0 TN
      let w$j = w_tile[(tx + $ju * TX) * STRIDE + pack];
      // @end
      // @if BYTES
      // Word by word: a GPU without packed products takes a few words apart at a time, and not all of its packs.
      // @unroll p 0 4
      // @unroll j 0 TN
      // @unroll i 0 TM
      sum$i_$j += dot4I8Packed(a$i[$p], w$j[$p]);
      // @end
      // @end
      // @end
      // @else
      // @unroll j 0 TN
      // @unroll i 0 TM
      sum$i_$j += product(a$i, w$j);
      // @end
      // @end
      // @end
    }
    // @end
    workgroupBarrier();
  }

  // @unroll i 0 TM
  // @unroll j 0 TN
  // @if BLOCKS
  store_c(row0 + ty + $iu * TY, column0 + tx + $ju * TX, split, c$i_$j);
  // @else
  store_c(row0 + ty + $iu * TY, column0 + tx + $ju * TX, split, f32(sum$i_$j));
  // @end
  // @end
  // @end
}
