// gemm: C[m, n] = sum over k of A[m, k] B[k, n], all row-major, accumulated in f32.
//
// A workgroup owns a BM x BN tile of C and walks K in steps of BK. Both input tiles are staged in workgroup memory as
// vec4 along their rows. A thread owns TM rows, TY apart, and TN4 groups of four columns, TX groups apart: neighbouring
// threads then read neighbouring vec4s of B and one broadcast row of A. For four steps of k a thread reads
// TM + 4 TN4 vec4s and makes 16 TM TN4 multiply-adds.
//
// Bindings   0 storage read  a  array<Load>, m x k
//            1 storage read  b  array<Load>, k x n
//            2 storage rw    c  array<Load>, m x n
//            3 uniform       shape; tiles_m = ceil(m / BM), tiles_n = ceil(n / BN)
// Constants  BM BN BK        tile extents, multiples of 4
//            TX TY           threads across columns and rows; THREADS = TX TY
//            TM TN4          rows, and groups of four columns, a thread: BM = TM TY, BN = 4 TN4 TX
//            GROUP           tile rows walked together, so that their B tiles stay in the last-level cache
//            VECTOR          k and n are multiples of 4: whole vec4 loads and stores
//            GUARDED         m, n, k need not be multiples of BM, BN, BK: bounds are tested
//            alias Elem      f32 or f16
// FLOP       2 m n k
// Bytes      sizeof(Elem) (m k + k n + m n)

struct Shape {
  m: u32,
  n: u32,
  k: u32,
  tiles_m: u32,
  tiles_n: u32,
}

// @if VECTOR
alias Load = vec4<Elem>;
// @else
alias Load = Elem;
// @end

@group(0) @binding(0) var<storage, read> a: array<Load>;
@group(0) @binding(1) var<storage, read> b: array<Load>;
@group(0) @binding(2) var<storage, read_write> c: array<Load>;
@group(0) @binding(3) var<uniform> shape: Shape;

// One vec4 of padding a row: rows then start in different banks.
const A_STRIDE: u32 = BK / 4u + 1u;
const B_STRIDE: u32 = BN / 4u;
var<workgroup> a_tile: array<vec4<Elem>, BM * A_STRIDE>;
var<workgroup> b_tile: array<vec4<Elem>, BK * B_STRIDE>;

// Four neighbours along k of one row of A; zero outside.
fn load_a(row: u32, k: u32) -> vec4<Elem> {
  // @if GUARDED
  if (row >= shape.m || k >= shape.k) {
    return vec4<Elem>();
  }
  // @end
  let at = row * shape.k + k;
  // @if VECTOR
  return a[at / 4u];
  // @else
  var four = vec4<Elem>(a[at], Elem(), Elem(), Elem());
  // @unroll p 1 4
  if (k + $pu < shape.k) {
    four[$p] = a[at + $pu];
  }
  // @end
  return four;
  // @end
}

// Four neighbours along n of one row of B; zero outside.
fn load_b(k: u32, column: u32) -> vec4<Elem> {
  // @if GUARDED
  if (k >= shape.k || column >= shape.n) {
    return vec4<Elem>();
  }
  // @end
  let at = k * shape.n + column;
  // @if VECTOR
  return b[at / 4u];
  // @else
  var four = vec4<Elem>(b[at], Elem(), Elem(), Elem());
  // @unroll p 1 4
  if (column + $pu < shape.n) {
    four[$p] = b[at + $pu];
  }
  // @end
  return four;
  // @end
}

fn store_c(row: u32, column: u32, four: vec4<Elem>) {
  // @if GUARDED
  if (row >= shape.m || column >= shape.n) {
    return;
  }
  // @end
  let at = row * shape.n + column;
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
  if (linear >= shape.tiles_m * shape.tiles_n) {
    return;
  }
  let tile = tile_of(linear);
  let row0 = tile.x * BM;
  let column0 = tile.y * BN;
  let tx = local % TX;
  let ty = local / TX;

  // @unroll i 0 TM
  // @unroll j 0 TN4
  var c$i_$j = vec4<f32>();
  // @end
  // @end

  for (var k0 = 0u; k0 < shape.k; k0 += BK) {
    for (var at = local; at < BM * BK / 4u; at += THREADS) {
      let row = at / (BK / 4u);
      let k4 = at % (BK / 4u);
      a_tile[row * A_STRIDE + k4] = load_a(row0 + row, k0 + 4u * k4);
    }
    for (var at = local; at < BK * BN / 4u; at += THREADS) {
      let k = at / B_STRIDE;
      let n4 = at % B_STRIDE;
      b_tile[k * B_STRIDE + n4] = load_b(k0 + k, column0 + 4u * n4);
    }
    workgroupBarrier();
    for (var k4 = 0u; k4 < BK / 4u; k4++) {
      // @unroll i 0 TM
      let a$i = vec4<f32>(a_tile[(ty + $iu * TY) * A_STRIDE + k4]);
      // @end
      // @unroll p 0 4
      {
        // @unroll j 0 TN4
        let b$j = vec4<f32>(b_tile[(4u * k4 + $pu) * B_STRIDE + tx + $ju * TX]);
        // @end
        // @unroll i 0 TM
        // @unroll j 0 TN4
        c$i_$j = fma(vec4<f32>(a$i[$p]), b$j, c$i_$j);
        // @end
        // @end
      }
      // @end
    }
    workgroupBarrier();
  }

  // @unroll i 0 TM
  // @unroll j 0 TN4
  store_c(row0 + ty + $iu * TY, column0 + 4u * (tx + $ju * TX), vec4<Elem>(c$i_$j));
  // @end
  // @end
}
