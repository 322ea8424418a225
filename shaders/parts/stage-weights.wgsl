// stage-weights: eight neighbours along k of one row of weights as two packs of floats, from however they are stored (layout:
// src/measure/kernels/quantised.ts): fetched as they are, unpacked on their way into w_tile.
struct Weights {
  words: Words,
  // @if WHOLE
  more: Words,
  // @end
  // @if Q4
  scale: Elem,
  // @end
  // @if Q8
  scale: Elem,
  // @end
}

// @if Q4
fn floats(halves: u32) -> Pack {
  return Pack((vec4<u32>(halves) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(15u)) - Pack(8.0);
}
// @end
// @if Q8
fn floats(bytes: u32) -> Pack {
  return Pack((vec4<i32>(bitcast<i32>(bytes)) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u));
}
// @end

fn fetch_weights(row: u32, k: u32) -> Weights {
  let first = row * shape.k + k;
  // @if Q4
  return Weights(w[first / 8u], scales[first / 32u]);
  // @end
  // @if Q8
  return Weights(w[first / 8u], scales[first / 32u]);
  // @end
  // @if HALF
  return Weights(w[first / 8u]);
  // @end
  // @if WHOLE
  return Weights(w[first / 4u], w[first / 4u + 1u]);
  // @end
}

fn keep_weights(at: u32, weights: Weights) {
  let words = weights.words;
  // @if Q4
  w_tile[at] = weights.scale * floats(words);
  w_tile[at + 1u] = weights.scale * floats(words >> 4u);
  // @end
  // @if Q8
  w_tile[at] = weights.scale * floats(words.x);
  w_tile[at + 1u] = weights.scale * floats(words.y);
  // @end
  // @if HALF
  w_tile[at] = Pack(vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y)));
  w_tile[at + 1u] = Pack(vec4<f32>(unpack2x16float(words.z), unpack2x16float(words.w)));
  // @end
  // @if WHOLE
  w_tile[at] = Pack(words);
  w_tile[at + 1u] = Pack(weights.more);
  // @end
}
