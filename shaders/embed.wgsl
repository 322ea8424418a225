// embed: y[row, i] = E[tokens[row] mod held, i], the rows of an embedding table that a step looks up.
//
// The table holds `held` rows and a token beyond them wraps round: a step reads one row a token, however long the table is.
//
// Bindings   0 storage read  tokens  array<u32>, rows
//            1 storage read  e       array<Elem>, held x n
//            2 storage rw    y       array<Elem>, rows x n
//            3 uniform       shape
// Constants  THREADS
//            alias Elem      f32 or f16
// FLOP       0
// Bytes      2 sizeof(Elem) rows n + 4 rows

struct Shape {
  rows: u32,
  n: u32,
  held: u32,
}

@group(0) @binding(0) var<storage, read> tokens: array<u32>;
@group(0) @binding(1) var<storage, read> e: array<Elem>;
@group(0) @binding(2) var<storage, read_write> y: array<Elem>;
@group(0) @binding(3) var<uniform> shape: Shape;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = (group.y * groups.x + group.x) * THREADS + local;
  if (at >= shape.rows * shape.n) {
    return;
  }
  y[at] = e[(tokens[at / shape.n] % shape.held) * shape.n + at % shape.n];
}
