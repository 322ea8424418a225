// gemm-experts: C[slot, n] = sum over k of W[e, n, k] A[slot / sharing, k], e the expert that the slot chose: the feed-forward weights
// of routed experts over many rows. Slots come ordered by expert (by-expert.wgsl); results stand where the slots stood.
//
// A workgroup owns BM slots of one expert and BN of its columns, staged and multiplied as in gemm-quantised.wgsl. How many slots an
// expert has is known on the GPU alone, so that more tiles are dispatched than are needed: tile offsets[e] / BM + e is the first of
// expert e, which leaves no two experts the same tile however their slots fall, and about one idle tile each. The tiles of one
// group of columns are neighbours, expert by expert: those of one expert read its weights at the same time, once from memory.
//
// Bindings   0 storage read  a        array<Pack>, slots / sharing x k
//            1 storage read  w        array<Words>, experts x n x k
//            2 storage read  scales   array<Elem>, experts x n x k / 32; Q8 and Q4 only
//            3 storage read  order    array<u32>, slots by expert
//            4 storage read  offsets  array<u32>, experts + 1
//            5 storage rw    c        array<Elem>, slots x n
//            6 uniform       shape; tiles_m = slots / BM + experts, tiles_n = ceil(n / BN)
// Constants  BM BN BK        tile extents; BK divides k and is a multiple of 8
//            TX TY           threads across columns and slots; THREADS = TX TY
//            TM TN           slots and columns a thread: BM = TM TY, BN = TN TX
//            A_LOADS W_LOADS pieces of each tile that a thread fetches
//            A_RAGGED W_RAGGED   they are no multiple of THREADS: the last of a thread may not exist
//            Q4, Q8, HALF, WHOLE   how the weights are stored; WHOLE: f32
//            GUARDED         n need not be a multiple of BN
//            alias Elem      f32 or f16
// FLOP       2 slots n k
// Bytes      touched n k WEIGHT / 32 + sizeof(Elem) (vectors k + slots n); WEIGHT bytes hold 32 weights and their scale, and
//            touched experts are those that some slot is expected to choose: experts (1 - (1 - chosen / experts)^rows)

struct Shape {
  n: u32,
  k: u32,
  experts: u32,
  // Slots that read the same row of A.
  sharing: u32,
  tiles_m: u32,
  tiles_n: u32,
}

alias Pack = vec4<Elem>;
// @if Q4
alias Words = u32;
// @end
// @if Q8
alias Words = vec2<u32>;
// @end
// @if HALF
alias Words = vec4<u32>;
// @end
// @if WHOLE
alias Words = vec4<f32>;
// @end

@group(0) @binding(0) var<storage, read> a: array<Pack>;
@group(0) @binding(1) var<storage, read> w: array<Words>;
@group(0) @binding(2) var<storage, read> scales: array<Elem>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read> offsets: array<u32>;
@group(0) @binding(5) var<storage, read_write> c: array<Elem>;
@group(0) @binding(6) var<uniform> shape: Shape;

// One pack of padding a row: rows then start in different banks.
const PACKS: u32 = BK / 4u;
const STRIDE: u32 = PACKS + 1u;
const A_PIECES: u32 = BM * PACKS;
const W_ROW: u32 = BK / 8u;
const W_PIECES: u32 = BN * W_ROW;
var<workgroup> a_tile: array<Pack, BM * STRIDE>;
var<workgroup> w_tile: array<Pack, BN * STRIDE>;
// The tile's expert, its first place in the order, and where its expert's slots end.
var<workgroup> found: vec3<u32>;
var<workgroup> slots: array<u32, BM>;

// @include stage-weights

// A thread that has no piece left takes the last one again, and stores nothing.
fn a_number(number: u32) -> u32 {
  // @if A_RAGGED
  return min(number, A_PIECES - 1u);
  // @else
  return number;
  // @end
}

fn w_number(number: u32) -> u32 {
  // @if W_RAGGED
  return min(number, W_PIECES - 1u);
  // @else
  return number;
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

fn keep_w(at: u32, weights: Weights) {
  // @if W_RAGGED
  if (at >= W_PIECES) {
    return;
  }
  // @end
  keep_weights(at / W_ROW * STRIDE + at % W_ROW * 2u, weights);
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let linear = group.y * groups.x + group.x;
  let tile = linear % shape.tiles_m;
  let column0 = linear / shape.tiles_m * BN;
  // Workgroup memory starts as zeros: a tile that nobody claims ends where it begins.
  for (var expert = local; expert < shape.experts; expert += THREADS) {
    let begin = offsets[expert];
    let end = offsets[expert + 1u];
    let first = begin / BM + expert;
    if (tile >= first && tile < first + (end - begin + BM - 1u) / BM) {
      found = vec3<u32>(expert, begin + (tile - first) * BM, end);
    }
  }
  let own = workgroupUniformLoad(&found);
  if (own.y >= own.z || column0 >= shape.n) {
    return;
  }
  // Slots past the end repeat the last one and are not stored; so do columns.
  for (var row = local; row < BM; row += THREADS) {
    slots[row] = order[min(own.y + row, own.z - 1u)];
  }
  workgroupBarrier();
  let tx = local % TX;
  let ty = local / TX;

  // @unroll i 0 TM
  // @unroll j 0 TN
  var sum$i_$j = 0.0;
  // @end
  // @end

  // Where each piece begins in its row of A and of W, the same for all steps.
  // @unroll q 0 A_LOADS
  let a_at$q = a_number($qu * THREADS + local);
  let a_base$q = slots[a_at$q / PACKS] / shape.sharing * shape.k / 4u + a_at$q % PACKS;
  // @end
  // @unroll q 0 W_LOADS
  let w_at$q = w_number($qu * THREADS + local);
  // @if GUARDED
  let w_row$q = own.x * shape.n + min(column0 + w_at$q / W_ROW, shape.n - 1u);
  // @else
  let w_row$q = own.x * shape.n + column0 + w_at$q / W_ROW;
  // @end
  // @end
  for (var k0 = 0u; k0 < shape.k; k0 += BK) {
    // @unroll q 0 A_LOADS
    let a_piece$q = a[a_base$q + k0 / 4u];
    // @end
    // @unroll q 0 W_LOADS
    let w_piece$q = fetch_weights(w_row$q, k0 + w_at$q % W_ROW * 8u);
    // @end
    // @unroll q 0 A_LOADS
    keep_a($qu * THREADS + local, a_piece$q);
    // @end
    // @unroll q 0 W_LOADS
    keep_w($qu * THREADS + local, w_piece$q);
    // @end
    workgroupBarrier();
    for (var pack = 0u; pack < PACKS; pack++) {
      // @unroll i 0 TM
      let a$i = vec4<f32>(a_tile[(ty + $iu * TY) * STRIDE + pack]);
      // @end
      // @unroll j 0 TN
      let w$j = vec4<f32>(w_tile[(tx + $ju * TX) * STRIDE + pack]);
      // @unroll i 0 TM
      sum$i_$j += dot(a$i, w$j);
      // @end
      // @end
    }
    workgroupBarrier();
  }

  // @unroll i 0 TM
  if (own.y + ty + $iu * TY < own.z) {
    let row = slots[ty + $iu * TY] * shape.n + column0 + tx;
    // @unroll j 0 TN
    // @if GUARDED
    if (column0 + tx + $ju * TX < shape.n) {
      c[row + $ju * TX] = Elem(sum$i_$j);
    }
    // @else
    c[row + $ju * TX] = Elem(sum$i_$j);
    // @end
    // @end
  }
  // @end
}
