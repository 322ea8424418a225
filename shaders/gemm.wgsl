// gemm: C[m, n] = sum over k of A[m, k] B[k, n], all row-major, accumulated in f32 (or, with HALF_SUMS, in f16 for BK steps of k
// at a time, and those sums in f32).
//
// A workgroup owns a BM x BN tile of C and walks K in steps of BK. Both input tiles are staged in workgroup memory as
// vec4 along their rows. A thread owns TM rows in RUNS runs of RUN neighbours, TY runs apart, and TN4 groups of four columns, TX
// groups apart: neighbouring threads then read neighbouring vec4s of B and one broadcast row of A. For four steps of k a thread
// reads TM + 4 TN4 vec4s and makes 16 TM TN4 multiply-adds. With TRANSPOSED the tile of A lies along m, so that a thread reads its
// runs of four rows for one k at a time: as many vec4s, but TM/4 of them in registers and not TM. A thread fetches its share of
// both tiles before it stores any of it, so that a step waits for memory once. With AHEAD those of the next step are fetched
// before the products of this one; with DIRECT nothing is staged, and the same reads go to the first-level cache.
//
// Bindings   0 storage read  a  array<Load>, m x k
//            1 storage read  b  array<Load>, k x n
//            2 storage rw    c  array<Store>, m x n, once for each split
//            3 uniform       shape; tiles_m = ceil(m / BM), tiles_n = ceil(n / BN); k_split, a multiple of BK
// Constants  BM BN BK        tile extents, multiples of 4
//            TX TY           threads across columns and rows; THREADS = TX TY
//            RUN RUNS TN4    rows, and groups of four columns, a thread: TM = RUN RUNS, BM = TM TY, BN = 4 TN4 TX
//            A_LOADS B_LOADS pieces of each tile that a thread fetches, BUFFERS tiles of each in workgroup memory (DOUBLE: 2)
//            A_RAGGED B_RAGGED   the pieces of a tile are no multiple of THREADS: the last of a thread may not exist
//            PADDING         vec4s between the lines of A's tile, 0 or 1
//            GROUP           tile rows walked together, so that their B tiles stay in the last-level cache
//            VECTOR          k and n are multiples of 4: whole vec4 loads and stores
//            GUARDED         m, n, k need not be multiples of BM, BN, BK: bounds are tested
//            TRANSPOSED      A's tile is k x m, its pieces are squares of four by four that are turned on their way in (RUN: 4)
//            AHEAD           a step's tiles are fetched into registers during the products of the one before
//            DOUBLE          with AHEAD: two tiles of each input in turn, and one barrier a step
//            DIRECT          no workgroup memory
//            HALF_SUMS       f16 accumulators, added to f32 ones after each BK steps of k
//            alias Elem      f32 or f16
//            alias Out       Elem, or f32 for the partial sums of a split K
// FLOP       2 m n k
// Bytes      sizeof(Elem) (m k + k n + m n)

struct Shape {
  m: u32,
  n: u32,
  k: u32,
  tiles_m: u32,
  tiles_n: u32,
  k_split: u32,
}

// @if VECTOR
alias Load = vec4<Elem>;
alias Store = vec4<Out>;
// @else
alias Load = Elem;
alias Store = Out;
// @end
// @if HALF_SUMS
alias Sum = vec4<f16>;
// @else
alias Sum = vec4<f32>;
// @end

@group(0) @binding(0) var<storage, read> a: array<Load>;
@group(0) @binding(1) var<storage, read> b: array<Load>;
@group(0) @binding(2) var<storage, read_write> c: array<Store>;
@group(0) @binding(3) var<uniform> shape: Shape;

// @if STAGED
// With a vec4 of padding the lines of A's tile start in different banks.
// @if TRANSPOSED
alias Piece = mat4x4<Elem>;
const A_STRIDE: u32 = BM / 4u + PADDING;
const A_TILE: u32 = BK * A_STRIDE;
const A_PIECES: u32 = BM * BK / 16u;
// @else
alias Piece = vec4<Elem>;
const A_STRIDE: u32 = BK / 4u + PADDING;
const A_TILE: u32 = BM * A_STRIDE;
const A_PIECES: u32 = BM * BK / 4u;
// @end
const B_STRIDE: u32 = BN / 4u;
const B_TILE: u32 = BK * B_STRIDE;
var<workgroup> a_tile: array<vec4<Elem>, BUFFERS * A_TILE>;
var<workgroup> b_tile: array<vec4<Elem>, BUFFERS * B_TILE>;
// @end

// Four neighbours along k of one row of A; zero outside, where the first are read instead: a branch would hold up the loads after it.
fn load_a(row: u32, k: u32, end: u32) -> vec4<Elem> {
  // @if GUARDED
  let inside = row < shape.m && k < end;
  let at = select(0u, row * shape.k + k, inside);
  // @else
  let at = row * shape.k + k;
  // @end
  // @if VECTOR
  // @if GUARDED
  return select(vec4<Elem>(), a[at / 4u], inside);
  // @else
  return a[at / 4u];
  // @end
  // @else
  var four = vec4<Elem>(a[at], Elem(), Elem(), Elem());
  // @unroll p 1 4
  if (k + $pu < end) {
    four[$p] = a[at + $pu];
  }
  // @end
  // @if GUARDED
  return select(vec4<Elem>(), four, inside);
  // @else
  return four;
  // @end
  // @end
}

// @if STAGED
// Piece number `number` of A's tile that starts at this row and this k, neighbours along k first. A thread that has none left
// fetches the last one again, and stores nothing.
fn fetch_a(number: u32, row0: u32, k0: u32, end: u32) -> Piece {
  // @if A_RAGGED
  let at = min(number, A_PIECES - 1u);
  // @else
  let at = number;
  // @end
  let k = k0 + 4u * (at % (BK / 4u));
  let line = at / (BK / 4u);
  // @if TRANSPOSED
  let row = row0 + 4u * line;
  return transpose(mat4x4<Elem>(load_a(row, k, end), load_a(row + 1u, k, end), load_a(row + 2u, k, end), load_a(row + 3u, k, end)));
  // @else
  return load_a(row0 + line, k, end);
  // @end
}

fn keep_a(base: u32, at: u32, piece: Piece) {
  // @if A_RAGGED
  if (at >= A_PIECES) {
    return;
  }
  // @end
  let k4 = at % (BK / 4u);
  let line = at / (BK / 4u);
  // @if TRANSPOSED
  // @unroll p 0 4
  a_tile[base + (4u * k4 + $pu) * A_STRIDE + line] = piece[$p];
  // @end
  // @else
  a_tile[base + line * A_STRIDE + k4] = piece;
  // @end
}
// @end

// Four neighbours along n of one row of B; zero outside.
fn load_b(k: u32, column: u32, end: u32) -> vec4<Elem> {
  // @if GUARDED
  let inside = k < end && column < shape.n;
  let at = select(0u, k * shape.n + column, inside);
  // @else
  let at = k * shape.n + column;
  // @end
  // @if VECTOR
  // @if GUARDED
  return select(vec4<Elem>(), b[at / 4u], inside);
  // @else
  return b[at / 4u];
  // @end
  // @else
  var four = vec4<Elem>(b[at], Elem(), Elem(), Elem());
  // @unroll p 1 4
  if (column + $pu < shape.n) {
    four[$p] = b[at + $pu];
  }
  // @end
  // @if GUARDED
  return select(vec4<Elem>(), four, inside);
  // @else
  return four;
  // @end
  // @end
}

// @if STAGED
fn fetch_b(number: u32, column0: u32, k0: u32, end: u32) -> vec4<Elem> {
  // @if B_RAGGED
  let at = min(number, B_TILE - 1u);
  // @else
  let at = number;
  // @end
  return load_b(k0 + at / B_STRIDE, column0 + 4u * (at % B_STRIDE), end);
}

fn keep_b(base: u32, at: u32, piece: vec4<Elem>) {
  // @if B_RAGGED
  if (at >= B_TILE) {
    return;
  }
  // @end
  b_tile[base + at] = piece;
}
// @end

fn store_c(row: u32, column: u32, split: u32, four: vec4<Out>) {
  // @if GUARDED
  if (row >= shape.m || column >= shape.n) {
    return;
  }
  // @end
  let at = (split * shape.m + row) * shape.n + column;
  // @if VECTOR
  c[at / 4u] = four;
  // @else
  // @unroll p 0 4
  if (column + $pu < shape.n) {
    c[at + $pu] = four[$p];
  }
  // @end
  // @end
}

// GROUP rows of tiles are walked column by column before the next GROUP rows.
fn tile_of(linear: u32) -> vec2<u32> {
  let in_group = GROUP * shape.tiles_n;
  let first_row = linear / in_group * GROUP;
  let rows = min(shape.tiles_m - first_row, GROUP);
  let inside = linear % in_group;
  return vec2<u32>(first_row + inside % rows, inside / rows);
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
  let tile = tile_of(linear % tiles);
  let row0 = tile.x * BM;
  let column0 = tile.y * BN;
  let tx = local % TX;
  let ty = local / TX;

  // @unroll i 0 RUNS
  // @unroll r 0 RUN
  // @unroll j 0 TN4
  var c$i_$r_$j = vec4<f32>();
  // @end
  // @end
  // @end

  // @if DIRECT
  for (var k = begin; k < end; k += 4u) {
    // @unroll i 0 RUNS
    let a$i = Sum(load_a(row0 + ty + $iu * TY, k, end));
    // @end
    // @unroll p 0 4
    {
      // @unroll j 0 TN4
      let b$j = Sum(load_b(k + $pu, column0 + 4u * (tx + $ju * TX), end));
      // @end
      // @unroll i 0 RUNS
      // @unroll j 0 TN4
      c$i_0_$j = fma(Sum(a$i[$p]), b$j, c$i_0_$j);
      // @end
      // @end
    }
    // @end
  }
  // @end
  // @if AHEAD
  // @unroll q 0 A_LOADS
  let a_first$q = fetch_a($qu * THREADS + local, row0, begin, end);
  // @end
  // @unroll q 0 B_LOADS
  let b_first$q = fetch_b($qu * THREADS + local, column0, begin, end);
  // @end
  // @unroll q 0 A_LOADS
  keep_a(0u, $qu * THREADS + local, a_first$q);
  // @end
  // @unroll q 0 B_LOADS
  keep_b(0u, $qu * THREADS + local, b_first$q);
  // @end
  workgroupBarrier();
  // @end
  // @if DOUBLE
  var turn = 0u;
  // @end
  // @if STAGED
  for (var k0 = begin; k0 < end; k0 += BK) {
    // @if AHEAD
    // The last step fetches its own tiles again, and nobody uses them.
    let fetched = select(k0, k0 + BK, k0 + BK < end);
    // @else
    let fetched = k0;
    // @end
    // @unroll q 0 A_LOADS
    let a_piece$q = fetch_a($qu * THREADS + local, row0, fetched, end);
    // @end
    // @unroll q 0 B_LOADS
    let b_piece$q = fetch_b($qu * THREADS + local, column0, fetched, end);
    // @end
    // @if AHEAD
    // @else
    // @unroll q 0 A_LOADS
    keep_a(0u, $qu * THREADS + local, a_piece$q);
    // @end
    // @unroll q 0 B_LOADS
    keep_b(0u, $qu * THREADS + local, b_piece$q);
    // @end
    workgroupBarrier();
    // @end
    // @if DOUBLE
    let a_base = turn * A_TILE;
    let b_base = turn * B_TILE;
    // @else
    let a_base = 0u;
    let b_base = 0u;
    // @end
    // @if HALF_SUMS
    // @unroll i 0 RUNS
    // @unroll r 0 RUN
    // @unroll j 0 TN4
    var h$i_$r_$j = Sum();
    // @end
    // @end
    // @end
    // @end
    for (var k4 = 0u; k4 < BK / 4u; k4++) {
      // @if ROWS
      // @unroll i 0 RUNS
      let a$i = Sum(a_tile[a_base + (ty + $iu * TY) * A_STRIDE + k4]);
      // @end
      // @end
      // @unroll p 0 4
      {
        // @if TRANSPOSED
        // @unroll i 0 RUNS
        let a$i = Sum(a_tile[a_base + (4u * k4 + $pu) * A_STRIDE + ty + $iu * TY]);
        // @end
        // @end
        // @unroll j 0 TN4
        let b$j = Sum(b_tile[b_base + (4u * k4 + $pu) * B_STRIDE + tx + $ju * TX]);
        // @end
        // @unroll i 0 RUNS
        // @unroll r 0 RUN
        // @if TRANSPOSED
        let factor$i_$r = Sum(a$i[$r]);
        // @else
        let factor$i_$r = Sum(a$i[$p]);
        // @end
        // @unroll j 0 TN4
        // @if HALF_SUMS
        h$i_$r_$j = fma(factor$i_$r, b$j, h$i_$r_$j);
        // @else
        c$i_$r_$j = fma(factor$i_$r, b$j, c$i_$r_$j);
        // @end
        // @end
        // @end
        // @end
      }
      // @end
    }
    // @if HALF_SUMS
    // @unroll i 0 RUNS
    // @unroll r 0 RUN
    // @unroll j 0 TN4
    c$i_$r_$j += vec4<f32>(h$i_$r_$j);
    // @end
    // @end
    // @end
    // @end
    // @if AHEAD
    // @if DOUBLE
    turn = 1u - turn;
    let a_next = turn * A_TILE;
    let b_next = turn * B_TILE;
    // @else
    workgroupBarrier();
    let a_next = 0u;
    let b_next = 0u;
    // @end
    // @unroll q 0 A_LOADS
    keep_a(a_next, $qu * THREADS + local, a_piece$q);
    // @end
    // @unroll q 0 B_LOADS
    keep_b(b_next, $qu * THREADS + local, b_piece$q);
    // @end
    // @end
    workgroupBarrier();
  }
  // @end

  // @unroll i 0 RUNS
  // @unroll r 0 RUN
  // @unroll j 0 TN4
  store_c(row0 + RUN * (ty + $iu * TY) + $ru, column0 + 4u * (tx + $ju * TX), split, vec4<Out>(c$i_$r_$j));
  // @end
  // @end
  // @end
}
