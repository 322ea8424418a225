// rope: from the fused projection to attention. Queries and keys are rotated by their position (RoFormer, arXiv 2104.09864, in
// the half-split form of Llama: element i turns with element i + D/2), keys and values are written into the KV cache.
//
// A workgroup owns one head of one row: D / 2 threads, a pair each. Cosines and sines come from a table, since WGSL promises
// no more than 2^-11 for them. Strides tell where a token's key lies, because caches are laid out by head for decode and by
// token for a prompt.
//
// Bindings   0 storage read  qkv     array<Elem>, rows x (heads + 2 kv_heads) x D
//            1 storage read  angles  array<vec2<f32>>, tokens x D / 2: cosine and sine
//            2 storage read  gains   array<Elem>, 2 x D: weights of the norms of queries and of keys
//            3 storage rw    q       array<Elem>, rows x heads x D
//            4 storage rw    k       array<Elem>, the cache of keys
//            5 storage rw    v       array<Elem>, the cache of values
//            6 uniform       shape
//            7 storage read  bias    array<Elem>, (heads + 2 kv_heads) x D; BIASED only
// Dispatch   (heads + 2 kv_heads) x rows
// Constants  D, THREADS = D / 2
//            QKNORM          queries and keys pass an RMSNorm over D first, as in Qwen3 (arXiv 2505.09388)
//            BIASED          the projection has a bias, as in Qwen2 (arXiv 2407.10671, section 2.2.1): it is added here
//            alias Elem      f32 or f16
// FLOP       3 rows (heads + kv_heads) D + biased rows (heads + 2 kv_heads) D; biased is 1 with BIASED, else 0
// Bytes      sizeof(Elem) (2 rows + biased) (heads + 2 kv_heads) D + 4 tokens D

struct Shape {
  heads: u32,
  kv_heads: u32,
  // Rows of one sequence in this step.
  tokens: u32,
  // Place of the first of them in the cache.
  first: u32,
  // Elements of the cache from one sequence, token and head to the next.
  sequence_stride: u32,
  token_stride: u32,
  head_stride: u32,
}

@group(0) @binding(0) var<storage, read> qkv: array<Elem>;
@group(0) @binding(1) var<storage, read> angles: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> gains: array<Elem>;
@group(0) @binding(3) var<storage, read_write> q: array<Elem>;
@group(0) @binding(4) var<storage, read_write> k: array<Elem>;
@group(0) @binding(5) var<storage, read_write> v: array<Elem>;
@group(0) @binding(6) var<uniform> shape: Shape;
// @if BIASED
@group(0) @binding(7) var<storage, read> bias: array<Elem>;
// @end

// @if QKNORM
var<workgroup> squares: array<f32, THREADS>;
// @end

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let head = group.x;
  let row = group.y;
  let token = row % shape.tokens;
  let source = (row * (shape.heads + 2u * shape.kv_heads) + head) * D + local;
  var pair = vec2<f32>(f32(qkv[source]), f32(qkv[source + THREADS]));
  // @if BIASED
  let own = head * D + local;
  pair += vec2<f32>(f32(bias[own]), f32(bias[own + THREADS]));
  // @end
  let is_query = head < shape.heads;
  let is_value = head >= shape.heads + shape.kv_heads;

  // @if QKNORM
  squares[local] = dot(pair, pair);
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half) {
      squares[local] += squares[local + half];
    }
    workgroupBarrier();
  }
  let weights = select(D, 0u, is_query) + local;
  let normed = pair * inverseSqrt(squares[0] / f32(D) + 1e-6) * vec2<f32>(f32(gains[weights]), f32(gains[weights + THREADS]));
  // @else
  let normed = pair;
  // @end

  let angle = angles[token * THREADS + local];
  let turned = vec2<f32>(normed.x * angle.x - normed.y * angle.y, normed.y * angle.x + normed.x * angle.y);
  if (is_query) {
    let at = (row * shape.heads + head) * D + local;
    q[at] = Elem(turned.x);
    q[at + THREADS] = Elem(turned.y);
    return;
  }
  let kv_head = (head - shape.heads) % shape.kv_heads;
  let at = row / shape.tokens * shape.sequence_stride + (shape.first + token) * shape.token_stride + kv_head * shape.head_stride + local;
  if (is_value) {
    v[at] = Elem(pair.x);
    v[at + THREADS] = Elem(pair.y);
  } else {
    k[at] = Elem(turned.x);
    k[at + THREADS] = Elem(turned.y);
  }
}
