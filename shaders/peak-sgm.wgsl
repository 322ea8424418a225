// peak-sgm: the ceiling of matrix units, through subgroup matrices (experimental). ROWS left and COLUMNS right matrices are
// loaded once and stay in registers; ROWS COLUMNS sums take their products turn after turn. All subgroups do the same,
// and the sums are stored, so that a wrong or missing product shows. Whole numbers, small enough to be exact.
//
// Bindings   0 storage read  left    array<Store>, ROWS matrices M x K, row-major
//            1 storage read  right   array<Store>, COLUMNS matrices K x N, row-major
//            2 storage rw    sums    array<Out>, ROWS COLUMNS matrices M x N, SLOTS times; workgroups share them in turn
//            3 uniform       params
// Constants  THREADS, a multiple of the largest subgroup
//            M N K         extents of one matrix
//            ROWS COLUMNS  matrices of a subgroup
//            UNITS         of work in a workgroup, spread over its subgroups however many they are
//            SLOTS
//            alias Store   element type, or a word of four with i8; Left, Right, Result and Out follow the configuration
// FLOP       2 M N K ROWS COLUMNS UNITS turns groups
// Bytes      sizeof(Elem) K (ROWS M + COLUMNS N); the sums stay in a cache

struct Params {
  turns: u32,
}

@group(0) @binding(0) var<storage, read> left: array<Store>;
@group(0) @binding(1) var<storage, read> right: array<Store>;
@group(0) @binding(2) var<storage, read_write> sums: array<Out>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
) {
  // @unroll i 0 ROWS
  let a$i = subgroupMatrixLoad<Left, row_major>(&left, $iu * M * K, K);
  // @end
  // @unroll j 0 COLUMNS
  let b$j = subgroupMatrixLoad<Right, row_major>(&right, $ju * K * N, N);
  // @end
  for (var unit = subgroup; unit < UNITS; unit += subgroups) {
    // @unroll i 0 ROWS
    // @unroll j 0 COLUMNS
    var c$i_$j = Result();
    // @end
    // @end
    for (var turn = 0u; turn < params.turns; turn++) {
      // @unroll i 0 ROWS
      // @unroll j 0 COLUMNS
      c$i_$j = subgroupMatrixMultiplyAccumulate(a$i, b$j, c$i_$j);
      // @end
      // @end
    }
    let slot = group.x % SLOTS * ROWS * COLUMNS * M * N;
    // @unroll i 0 ROWS
    // @unroll j 0 COLUMNS
    subgroupMatrixStore<row_major>(&sums, slot + ($iu * COLUMNS + $ju) * M * N, c$i_$j, N);
    // @end
    // @end
  }
}
