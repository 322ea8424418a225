// gemm-subgroup-matrix: C[m, n] = sum over k of A[m, k] W[n, k] on matrix units, through Dawn's experimental subgroup
// matrices (https://dawn.googlesource.com/dawn/+/refs/heads/main/docs/dawn/features/subgroup_matrix.md). W is stored by
// its rows along k, as weights are; it is the right factor read column by column.
//
// A workgroup owns a BM x BN tile of C and walks K in panels of BK. Both panels are staged in workgroup memory; while one
// panel is multiplied, each thread already holds its part of the next in registers. GRID_M x GRID_N subgroups share
// the tile: each owns MM x NN matrices of FM x FN, and for every FK of k loads MM + NN matrices and multiplies MM NN pairs.
// 4-bit weights become Elem on their way into workgroup memory. Results go straight to C, but for tiles at an edge.
//
// POLYFILL replaces the three matrix operations by plain functions over workgroup memory: the same indices on any device, so
// that tests can run them. SUBGROUP threads then stand for a subgroup.
//
// Bindings   0 storage read  a       array<Load>, m x k, four elements a Load
//            1 storage read  w       array<WLoad>, n x k: four elements a WLoad, with Q4 eight (src/measure/kernels/quantised.ts)
//            2 storage rw    c       array<Out>, m x n
//            3 uniform       shape   tiles_m = ceil(m / BM), tiles_n = ceil(n / BN)
//            4 storage read  scales  array<Elem>, n x k / 32; only with Q4
// Constants  BM BN BK        tile extents: BM = FM MM GRID_M, BN = FN NN GRID_N, BK a multiple of FK
//            FM FN FK        extents of one matrix
//            MM NN           matrices of a subgroup
//            GRID_M GRID_N   subgroups of the tile; THREADS = SUBGROUP GRID_M GRID_N
//            SUBGROUP        the adapter's largest subgroup
//            EXTRA           subgroups may come out smaller: those beyond the grid stage and wait
//            PAD             elements added to each staged row, so that rows start in different banks
//            LOADS_A LOADS_W loads of a panel a thread
//            PACKED          Elem is a signed byte, four to a word
//            Q4              4-bit weights in blocks of 32 with a scale
//            GUARDED         m, n, k need not be multiples of BM, BN, BK
//            alias Elem      f16 or f32; with PACKED u32
//            OUT_BYTES       sizeof(Out)
//            alias Out       f32, f16 or i32; Load, WLoad, Left, Right and Result follow from the configuration
// FLOP       2 m n k
// Bytes      sizeof(Elem) m k + w_bytes n k + OUT_BYTES m n; w_bytes is sizeof(Elem), with Q4 1 / 2 + sizeof(Elem) / 32

struct Shape {
  m: u32,
  n: u32,
  k: u32,
  tiles_m: u32,
  tiles_n: u32,
}

@group(0) @binding(0) var<storage, read> a: array<Load>;
@group(0) @binding(1) var<storage, read> w: array<WLoad>;
@group(0) @binding(2) var<storage, read_write> c: array<Out>;
@group(0) @binding(3) var<uniform> shape: Shape;
// @if Q4
@group(0) @binding(4) var<storage, read> scales: array<Elem>;
// @end

const GROUP: u32 = 8u;
const BK4: u32 = BK / 4u;
const STRIDE: u32 = BK + PAD;
const GRID: u32 = GRID_M * GRID_N;
// Arrays of single elements are what subgroupMatrixLoad takes, and of words of bytes; it counts elements in both.
// @if PACKED
var<workgroup> a_tile: array<Load, BM * STRIDE / 4u>;
var<workgroup> w_tile: array<Load, BN * STRIDE / 4u>;
// @else
var<workgroup> a_tile: array<Elem, BM * STRIDE>;
var<workgroup> w_tile: array<Elem, BN * STRIDE>;
// @end
// @if GUARDED
// One matrix of each subgroup, on its way to C past an edge.
var<workgroup> edge: array<Out, GRID * FM * FN>;
// @end

// Four neighbours along k of one row of A; zero outside.
fn load_a(row: u32, k4: u32) -> Load {
  // @if GUARDED
  if (row >= shape.m || 4u * k4 >= shape.k) {
    return Load();
  }
  // @end
  return a[row * (shape.k / 4u) + k4];
}

// @if Q4
// Eight neighbours of one row of W, unpacked: the first four, the next four.
struct Eight {
  low: Load,
  high: Load,
}

fn load_w(row: u32, k8: u32) -> Eight {
  // @if GUARDED
  if (row >= shape.n || 8u * k8 >= shape.k) {
    return Eight();
  }
  // @end
  let word = w[row * (shape.k / 8u) + k8];
  let scale = scales[row * (shape.k / 32u) + k8 / 4u];
  let halves = vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u);
  return Eight(
    scale * (Load(halves & vec4<u32>(15u)) - Load(8.0)),
    scale * (Load((halves >> vec4<u32>(4u)) & vec4<u32>(15u)) - Load(8.0)),
  );
}
// @else
fn load_w(row: u32, k4: u32) -> WLoad {
  // @if GUARDED
  if (row >= shape.n || 4u * k4 >= shape.k) {
    return WLoad();
  }
  // @end
  return w[row * (shape.k / 4u) + k4];
}
// @end

fn stage_a(row: u32, k4: u32, four: Load) {
  // @if PACKED
  a_tile[row * (STRIDE / 4u) + k4] = four;
  // @else
  // @unroll p 0 4
  a_tile[row * STRIDE + 4u * k4 + $pu] = four[$p];
  // @end
  // @end
}

fn stage_w(row: u32, k4: u32, four: Load) {
  // @if PACKED
  w_tile[row * (STRIDE / 4u) + k4] = four;
  // @else
  // @unroll p 0 4
  w_tile[row * STRIDE + 4u * k4 + $pu] = four[$p];
  // @end
  // @end
}

// @if POLYFILL
// Elements of workgroup memory by their number, as subgroupMatrixLoad counts them.
fn a_element(at: u32) -> Out {
  // @if PACKED
  return extractBits(bitcast<i32>(a_tile[at / 4u]), 8u * (at % 4u), 8u);
  // @else
  return Out(a_tile[at]);
  // @end
}

fn w_element(at: u32) -> Out {
  // @if PACKED
  return extractBits(bitcast<i32>(w_tile[at / 4u]), 8u * (at % 4u), 8u);
  // @else
  return Out(w_tile[at]);
  // @end
}

// The sums of every matrix of every subgroup, one matrix after the other; a thread adds to its own entries only.
var<workgroup> sums: array<Out, BM * BN>;

// Factors are where they are staged: the left one row-major, the right one column-major, each column a row of W.
fn multiply(left: u32, right: u32, sum: u32, lane: u32) {
  for (var at = lane; at < FM * FN; at += SUBGROUP) {
    var total = sums[sum + at];
    for (var k = 0u; k < FK; k++) {
      total += a_element(left + at / FN * STRIDE + k) * w_element(right + at % FN * STRIDE + k);
    }
    sums[sum + at] = total;
  }
}
// @end

// GROUP rows of tiles are walked column by column before the next GROUP rows, so that their tiles of W stay in the cache.
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
  // @if POLYFILL
  // @else
  @builtin(subgroup_id) subgroup: u32,
  // @end
) {
  let linear = group.y * groups.x + group.x;
  if (linear >= shape.tiles_m * shape.tiles_n) {
    return;
  }
  let tile = tile_of(linear);
  let row0 = tile.x * BM;
  let column0 = tile.y * BN;
  // @if POLYFILL
  let subgroup = local / SUBGROUP;
  let lane = local % SUBGROUP;
  // @end
  // First row and column, inside the tile, of this subgroup's matrices.
  let own_row = subgroup / GRID_N * MM * FM;
  let own_column = subgroup % GRID_N * NN * FN;

  // @unroll i 0 MM
  // @unroll j 0 NN
  // @if POLYFILL
  let c$i_$j = (subgroup * MM * NN + $iu * NN + $ju) * FM * FN;
  // @else
  var c$i_$j = Result();
  // @end
  // @end
  // @end
  // @unroll l 0 LOADS_A
  var next_a$l = load_a(row0 + (local + $lu * THREADS) / BK4, (local + $lu * THREADS) % BK4);
  // @end
  // @unroll l 0 LOADS_W
  // @if Q4
  var next_w$l = load_w(column0 + (local + $lu * THREADS) / (BK / 8u), (local + $lu * THREADS) % (BK / 8u));
  // @else
  var next_w$l = load_w(column0 + (local + $lu * THREADS) / BK4, (local + $lu * THREADS) % BK4);
  // @end
  // @end

  for (var k0 = 0u; k0 < shape.k; k0 += BK) {
    // @unroll l 0 LOADS_A
    stage_a((local + $lu * THREADS) / BK4, (local + $lu * THREADS) % BK4, next_a$l);
    // @end
    // @unroll l 0 LOADS_W
    // @if Q4
    stage_w((local + $lu * THREADS) / (BK / 8u), 2u * ((local + $lu * THREADS) % (BK / 8u)), next_w$l.low);
    stage_w((local + $lu * THREADS) / (BK / 8u), 2u * ((local + $lu * THREADS) % (BK / 8u)) + 1u, next_w$l.high);
    // @else
    stage_w((local + $lu * THREADS) / BK4, (local + $lu * THREADS) % BK4, next_w$l);
    // @end
    // @end
    workgroupBarrier();
    if (k0 + BK < shape.k) {
      // @unroll l 0 LOADS_A
      next_a$l = load_a(row0 + (local + $lu * THREADS) / BK4, (k0 + BK) / 4u + (local + $lu * THREADS) % BK4);
      // @end
      // @unroll l 0 LOADS_W
      // @if Q4
      next_w$l = load_w(column0 + (local + $lu * THREADS) / (BK / 8u), (k0 + BK) / 8u + (local + $lu * THREADS) % (BK / 8u));
      // @else
      next_w$l = load_w(column0 + (local + $lu * THREADS) / BK4, (k0 + BK) / 4u + (local + $lu * THREADS) % BK4);
      // @end
      // @end
    }
    // @if EXTRA
    if (subgroup < GRID) {
    // @end
    for (var k = 0u; k < BK; k += FK) {
      // @unroll i 0 MM
      // @if POLYFILL
      let left$i = (own_row + $iu * FM) * STRIDE + k;
      // @else
      let left$i = subgroupMatrixLoad<Left, row_major>(&a_tile, (own_row + $iu * FM) * STRIDE + k, STRIDE);
      // @end
      // @end
      // @unroll j 0 NN
      {
        // @if POLYFILL
        let right = (own_column + $ju * FN) * STRIDE + k;
        // @else
        let right = subgroupMatrixLoad<Right, col_major>(&w_tile, (own_column + $ju * FN) * STRIDE + k, STRIDE);
        // @end
        // @unroll i 0 MM
        // @if POLYFILL
        multiply(left$i, right, c$i_$j, lane);
        // @else
        c$i_$j = subgroupMatrixMultiplyAccumulate(left$i, right, c$i_$j);
        // @end
        // @end
      }
      // @end
    }
    // @if EXTRA
    }
    // @end
    workgroupBarrier();
  }

  // @if GUARDED
  // Stores of whole matrices need rows that start at 16 bytes.
  let inside = row0 + BM <= shape.m && column0 + BN <= shape.n && shape.n % (16u / OUT_BYTES) == 0u;
  // @else
  let inside = true;
  // @end
  // @unroll i 0 MM
  // @unroll j 0 NN
  // @if EXTRA
  if (inside && subgroup < GRID) {
  // @else
  if (inside) {
  // @end
    let start = (row0 + own_row + $iu * FM) * shape.n + column0 + own_column + $ju * FN;
    // @if POLYFILL
    for (var at = lane; at < FM * FN; at += SUBGROUP) {
      c[start + at / FN * shape.n + at % FN] = sums[c$i_$j + at];
    }
    // @else
    subgroupMatrixStore<row_major>(&c, start, c$i_$j, shape.n);
    // @end
  }
  // @if GUARDED
  // @if EXTRA
  if (!inside && subgroup < GRID) {
  // @else
  if (!inside) {
  // @end
    // @if POLYFILL
    for (var at = lane; at < FM * FN; at += SUBGROUP) {
      edge[subgroup * FM * FN + at] = sums[c$i_$j + at];
    }
    // @else
    subgroupMatrixStore<row_major>(&edge, subgroup * FM * FN, c$i_$j, FN);
    // @end
  }
  workgroupBarrier();
  if (!inside) {
    for (var at = local; at < GRID * FM * FN; at += THREADS) {
      let owner = at / (FM * FN);
      let row = row0 + (owner / GRID_N * MM + $iu) * FM + at % (FM * FN) / FN;
      let column = column0 + (owner % GRID_N * NN + $ju) * FN + at % FN;
      if (row < shape.m && column < shape.n) {
        c[row * shape.n + column] = edge[at];
      }
    }
  }
  workgroupBarrier();
  // @end
  // @end
  // @end
}
