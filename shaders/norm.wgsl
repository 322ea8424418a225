// norm: the end of one branch of a layer and the start of the next. With d the branch's result, row by row:
//   s = x + scale d + bias       the residual stream, in f32
//   y = gain g s / rms(s)        RMSNorm (arXiv 1910.07467), rms(s)^2 = mean(s^2) + 1e-6
//
// A workgroup owns a row. It reads x and d twice rather than hold them: the second time from a cache.
//
// Bindings   0 storage read  x  array<f32>, rows x n
//            1 storage read  d  array<Elem>, rows x n
//            2 storage read  g  array<Elem>, n
//            3 storage rw    s  array<f32>, rows x n
//            4 storage rw    y  array<Elem>, rows x n
//            5 uniform       shape; row `first` of x and d is row 0 of s and y, the row `stride` rows on is row 1
//            6 storage read  bias  array<Elem>, n; BIASED only: of the branch's last product
// Dispatch   rows
// Constants  THREADS, BIASED
//            alias Elem      f32 or f16
// FLOP       (6 + biased) rows n; biased is 1 with BIASED, else 0
// Bytes      8 rows n + sizeof(Elem) n (2 rows + 1 + biased)

struct Shape {
  n: u32,
  first: u32,
  stride: u32,
  // What weights of unit spread would have in them: sqrt(3 / k) of the branch's last product.
  scale: f32,
  gain: f32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> d: array<Elem>;
@group(0) @binding(2) var<storage, read> g: array<Elem>;
@group(0) @binding(3) var<storage, read_write> s: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<Elem>;
@group(0) @binding(5) var<uniform> shape: Shape;
// @if BIASED
@group(0) @binding(6) var<storage, read> bias: array<Elem>;
// @end

var<workgroup> squares: array<f32, THREADS>;

fn added(source: u32, i: u32) -> f32 {
  var sum = x[source + i] + shape.scale * f32(d[source + i]);
  // @if BIASED
  sum += f32(bias[i]);
  // @end
  return sum;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let source = (shape.first + group.x * shape.stride) * shape.n;
  let target_row = group.x * shape.n;
  var sum = 0.0;
  for (var i = local; i < shape.n; i += THREADS) {
    let value = added(source, i);
    s[target_row + i] = value;
    sum += value * value;
  }
  squares[local] = sum;
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half) {
      squares[local] += squares[local + half];
    }
    workgroupBarrier();
  }
  let factor = shape.gain * inverseSqrt(squares[0] / f32(shape.n) + 1e-6);
  for (var i = local; i < shape.n; i += THREADS) {
    let value = added(source, i);
    y[target_row + i] = Elem(factor * f32(g[i]) * value);
  }
}
