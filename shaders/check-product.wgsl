// check-product: y[row, v] = sum over columns of c[row, column] * r[column, v], for three vectors r at once. A wrong or
// missing entry anywhere in a row moves that row's three sums, and one NaN makes them NaN, so only 3 numbers a row
// are read back. Comparing them with A (B r) is Freivalds' check.
//
// Bindings   0 storage read  c  array<Elem>, rows x columns, row-major
//            1 storage read  r  array<vec4<f32>>, one entry a column; .w unused
//            2 storage rw    y  array<vec4<f32>>, one entry a row
//            3 uniform       params
// Constants  THREADS; alias Elem
// Work       6 rows columns FLOP; every entry of c read once (not a timed kernel)

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<storage, read> c: array<Elem>;
@group(0) @binding(1) var<storage, read> r: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> partial: array<vec4<f32>, THREADS>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let row = group.y * groups.x + group.x;
  if (row >= params.rows) {
    return;
  }
  var sum = vec4<f32>();
  for (var column = local; column < params.columns; column += THREADS) {
    sum += f32(c[row * params.columns + column]) * r[column];
  }
  partial[local] = sum;
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half) {
      partial[local] += partial[local + half];
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    y[row] = partial[0];
  }
}
