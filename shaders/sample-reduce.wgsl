// sample-reduce: the best of the parts that sample found, one row a thread. The word becomes the row's next token, and the
// row has drawn one more.
//
// Bindings   0 storage read  best    array<vec2<u32>>, rows x parts: score as bits, word
//            1 storage rw    tokens  array<u32>, rows x stride: the first of each row is written
//            2 storage rw    steps   array<u32>, rows
//            3 uniform       shape
// Constants  THREADS
// FLOP       0
// Bytes      0; the parts are scratch, counted with sample

struct Shape {
  rows: u32,
  parts: u32,
  stride: u32,
}

@group(0) @binding(0) var<storage, read> best: array<vec2<u32>>;
@group(0) @binding(1) var<storage, read_write> tokens: array<u32>;
@group(0) @binding(2) var<storage, read_write> steps: array<u32>;
@group(0) @binding(3) var<uniform> shape: Shape;

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = id.x;
  if (row >= shape.rows) {
    return;
  }
  var winner = best[row * shape.parts];
  for (var part = 1u; part < shape.parts; part++) {
    let other = best[row * shape.parts + part];
    if (bitcast<f32>(other.x) > bitcast<f32>(winner.x)) {
      winner = other;
    }
  }
  tokens[row * shape.stride] = winner.y;
  steps[row] += 1u;
}
