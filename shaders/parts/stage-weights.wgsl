// stage-weights: eight neighbours along k of one row of weights as two packs of floats, from however they are stored (layout:
// src/measure/kernels/quantised.ts), into w_tile from `at`.
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

fn stage_weights(row: u32, k: u32, at: u32) {
  let first = row * shape.k + k;
  // @if Q4
  let word = w[first / 8u];
  let scale = scales[first / 32u];
  w_tile[at] = scale * floats(word);
  w_tile[at + 1u] = scale * floats(word >> 4u);
  // @end
  // @if Q8
  let words = w[first / 8u];
  let scale = scales[first / 32u];
  w_tile[at] = scale * floats(words.x);
  w_tile[at + 1u] = scale * floats(words.y);
  // @end
  // @if HALF
  let words = w[first / 8u];
  w_tile[at] = Pack(vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y)));
  w_tile[at + 1u] = Pack(vec4<f32>(unpack2x16float(words.z), unpack2x16float(words.w)));
  // @end
  // @if WHOLE
  w_tile[at] = Pack(w[first / 4u]);
  w_tile[at + 1u] = Pack(w[first / 4u + 1u]);
  // @end
}
