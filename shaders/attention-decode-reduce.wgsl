// attention-decode-reduce: joins the parts of attention-decode. With m the largest of the parts' maxima, each part
// counts 2^(its maximum - m), and the weighted sums of V are divided by the sum of weights. A sink joins that sum and brings no
// value (arXiv 2508.10925, section 2.2).
//
// Bindings   0 storage read  parts   array<vec4<f32>>, rows x splits x D; rows = batch heads
//            1 storage read  states  array<vec2<f32>>, rows x splits: maximum score and sum of weights
//            2 storage rw    o       array<vec4<Elem>>, rows x D
//            3 uniform       shape
//            4 storage read  sinks   array<Elem>, heads; SINKS only: a logit each, of base e
// Dispatch   ceil(rows / ROWS)
// Constants  SINKS, D, ROWS; THREADS = ROWS D / 4: a thread owns four columns of one row; alias Elem
// Work       counted with attention-decode: the parts are scratch, no operand

struct Shape {
  rows: u32,
  splits: u32,
  heads: u32,
}

@group(0) @binding(0) var<storage, read> parts: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> states: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read_write> o: array<vec4<Elem>>;
@group(0) @binding(3) var<uniform> shape: Shape;
// @if SINKS
@group(0) @binding(4) var<storage, read> sinks: array<Elem>;
// @end

const D4: u32 = D / 4u;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let row = group.x * ROWS + local / D4;
  let column = local % D4;
  if (row >= shape.rows) {
    return;
  }
  var maximum = states[row * shape.splits].x;
  // @if SINKS
  // log2(e): the exponentials are powers of two.
  let sink = f32(sinks[row % shape.heads]) * 1.4426950408889634;
  maximum = max(sink, maximum);
  // @end
  for (var split = 1u; split < shape.splits; split++) {
    maximum = max(maximum, states[row * shape.splits + split].x);
  }
  var sum = vec4<f32>();
  var weight = 0.0;
  // @if SINKS
  weight = exp2(sink - maximum);
  // @end
  for (var split = 0u; split < shape.splits; split++) {
    let state = states[row * shape.splits + split];
    let share = exp2(state.x - maximum);
    weight += share * state.y;
    sum += share * parts[(row * shape.splits + split) * D4 + column];
  }
  o[row * D4 + column] = vec4<Elem>(sum / weight);
}
