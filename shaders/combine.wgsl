// combine: y[row, i] = sum over slots of shares[row, slot] e[row, slot, i]: what the chosen experts made, by their shares.
//
// Bindings   0 storage read  e       array<Elem>, rows x CHOSEN x n
//            1 storage read  shares  array<f32>, rows x CHOSEN
//            2 storage rw    y       array<Elem>, rows x n
//            3 uniform       shape
// Constants  THREADS, CHOSEN
//            alias Elem      f32 or f16
// FLOP       2 rows CHOSEN n
// Bytes      sizeof(Elem) rows n (CHOSEN + 1) + 4 rows CHOSEN

struct Shape {
  rows: u32,
  n: u32,
}

@group(0) @binding(0) var<storage, read> e: array<Elem>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<Elem>;
@group(0) @binding(3) var<uniform> shape: Shape;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = (group.y * groups.x + group.x) * THREADS + local;
  if (at >= shape.rows * shape.n) {
    return;
  }
  let row = at / shape.n;
  var sum = 0.0;
  for (var slot = row * CHOSEN; slot < (row + 1u) * CHOSEN; slot++) {
    sum += shares[slot] * f32(e[slot * shape.n + at % shape.n]);
  }
  y[at] = Elem(sum);
}
