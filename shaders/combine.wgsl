// combine: y[row, i] = sum over slots of shares[row, slot] (e[row, slot, i] + scale bias): what the chosen experts made, by their
// shares.
//
// Bindings   0 storage read  e       array<Elem>, rows x CHOSEN x n
//            1 storage read  shares  array<f32>, rows x CHOSEN
//            2 storage rw    y       array<Elem>, rows x n
//            3 uniform       shape
//            4 storage read  bias    array<Elem>, experts x n; BIASED only, as is the next
//            5 storage read  chosen  array<u32>, rows x CHOSEN: whose bias
// Constants  THREADS, CHOSEN, BIASED
//            alias Elem      f32 or f16
// FLOP       2 (1 + biased) rows CHOSEN n; biased is 1 with BIASED, else 0
// Bytes      sizeof(Elem) n (rows CHOSEN + rows + biases) + 4 (1 + biased) rows CHOSEN; biases are those of the experts that rows
//            can choose, at most one a slot

struct Shape {
  rows: u32,
  n: u32,
  // What a bias counts beside a product of weights of unit spread: the inverse of what norm makes of that.
  scale: f32,
}

@group(0) @binding(0) var<storage, read> e: array<Elem>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<Elem>;
@group(0) @binding(3) var<uniform> shape: Shape;
// @if BIASED
@group(0) @binding(4) var<storage, read> bias: array<Elem>;
@group(0) @binding(5) var<storage, read> chosen: array<u32>;
// @end

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = (group.y * groups.x + group.x) * THREADS + local;
  if (at >= shape.rows * shape.n) {
    return;
  }
  let row = at / shape.n;
  var sum = 0.0;
  for (var slot = row * CHOSEN; slot < (row + 1u) * CHOSEN; slot++) {
    var made = f32(e[slot * shape.n + at % shape.n]);
    // @if BIASED
    made += shape.scale * f32(bias[chosen[slot] * shape.n + at % shape.n]);
    // @end
    sum += shares[slot] * made;
  }
  y[at] = Elem(sum);
}
