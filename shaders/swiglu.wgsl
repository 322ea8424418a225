// swiglu: y = silu(gate) up, the middle of a gated feed-forward block (arXiv 2002.05202), from the fused projection.
//
// Bindings   0 storage read  x  array<Elem>, rows x 2 n: gate, then up
//            1 storage rw    y  array<Elem>, rows x n
//            2 uniform       shape
// Constants  THREADS
//            alias Elem      f32 or f16
// FLOP       4 rows n
// Bytes      3 sizeof(Elem) rows n

struct Shape {
  rows: u32,
  n: u32,
}

@group(0) @binding(0) var<storage, read> x: array<Elem>;
@group(0) @binding(1) var<storage, read_write> y: array<Elem>;
@group(0) @binding(2) var<uniform> shape: Shape;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = (group.y * groups.x + group.x) * THREADS + local;
  if (at >= shape.rows * shape.n) {
    return;
  }
  let source = at / shape.n * 2u * shape.n + at % shape.n;
  let gate = f32(x[source]);
  y[at] = Elem(gate / (1.0 + exp(-gate)) * f32(x[source + shape.n]));
}
