// swiglu: y = silu(gate) up, the middle of a gated feed-forward block (arXiv 2002.05202), from the fused projection. CLAMPED: as
// gpt-oss has it (arXiv 2508.10925, section 2.2; openai/gpt-oss, torch/model.py): with gate at most 7 and up within 7 either way,
// y = gate sigmoid(1.702 gate) (up + 1).
//
// Bindings   0 storage read  x  array<Elem>, rows x 2 n: gate, then up
//            1 storage rw    y  array<Elem>, rows x n
//            2 uniform       shape
//            3 storage read  bias    array<Elem>, experts x 2 n; BIASED only, as is the next
//            4 storage read  chosen  array<u32>, rows: whose bias
// Constants  THREADS, BIASED, CLAMPED
//            alias Elem      f32 or f16
// FLOP       (4 + 2 biased + 2 clamped) rows n; biased is 1 with BIASED, clamped with CLAMPED, else 0
// Bytes      sizeof(Elem) n (3 rows + 2 biases) + 4 biased rows; biases are those of the experts that rows can choose

struct Shape {
  rows: u32,
  n: u32,
}

@group(0) @binding(0) var<storage, read> x: array<Elem>;
@group(0) @binding(1) var<storage, read_write> y: array<Elem>;
@group(0) @binding(2) var<uniform> shape: Shape;
// @if BIASED
@group(0) @binding(3) var<storage, read> bias: array<Elem>;
@group(0) @binding(4) var<storage, read> chosen: array<u32>;
// @end

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = (group.y * groups.x + group.x) * THREADS + local;
  if (at >= shape.rows * shape.n) {
    return;
  }
  let source = at / shape.n * 2u * shape.n + at % shape.n;
  var gate = f32(x[source]);
  var up = f32(x[source + shape.n]);
  // @if BIASED
  let own = chosen[at / shape.n] * 2u * shape.n + at % shape.n;
  gate += f32(bias[own]);
  up += f32(bias[own + shape.n]);
  // @end
  // @if CLAMPED
  gate = min(gate, 7.0);
  y[at] = Elem(gate / (1.0 + exp(-1.702 * gate)) * (clamp(up, -7.0, 7.0) + 1.0));
  // @else
  y[at] = Elem(gate / (1.0 + exp(-gate)) * up);
  // @end
}
