// gemm-reduce: C = the sum of the partial products of a split K, in the order of the splits, so that the result is the same every
// time. The second stage of gemm and gemm-quantised where the tiles alone would not fill a GPU.
//
// Bindings   0 storage read  parts  array<f32>, splits x count
//            1 storage rw    c      array<Elem>, count
//            2 uniform       shape
// Constants  THREADS; alias Elem
// Work       with the product: splits - 1 additions an entry, not counted; the parts are scratch, not counted as bytes

struct Shape {
  count: u32,
  splits: u32,
}

@group(0) @binding(0) var<storage, read> parts: array<f32>;
@group(0) @binding(1) var<storage, read_write> c: array<Elem>;
@group(0) @binding(2) var<uniform> shape: Shape;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  let index = (group.y * groups.x + group.x) * THREADS + local;
  if (index >= shape.count) {
    return;
  }
  var sum = 0.0;
  for (var split = 0u; split < shape.splits; split++) {
    sum += parts[split * shape.count + index];
  }
  c[index] = Elem(sum);
}
