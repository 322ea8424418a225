// route: the experts of each token: those with the highest scores, in falling order, the first of equals first; their shares are
// the softmax over the chosen.
//
// A workgroup owns a row; it looks for the best that is left, CHOSEN times.
//
// Bindings   0 storage read  scores  array<Elem>, rows x experts
//            1 storage rw    chosen  array<u32>, rows x CHOSEN
//            2 storage rw    shares  array<f32>, rows x CHOSEN
//            3 uniform       shape
//            4 storage read  bias    array<Elem>, experts; BIASED only: of the router's scores
// Dispatch   rows
// Constants  THREADS, CHOSEN, BIASED
//            alias Elem      f32 or f16
// FLOP       3 rows CHOSEN + biased rows experts; biased is 1 with BIASED, else 0
// Bytes      sizeof(Elem) (rows + biased) experts + 8 rows CHOSEN

struct Shape {
  experts: u32,
}

@group(0) @binding(0) var<storage, read> scores: array<Elem>;
@group(0) @binding(1) var<storage, read_write> chosen: array<u32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
// @if BIASED
@group(0) @binding(4) var<storage, read> bias: array<Elem>;
// @end

var<workgroup> best: array<f32, THREADS>;
var<workgroup> place: array<u32, THREADS>;
var<workgroup> taken: array<u32, CHOSEN>;
var<workgroup> score: array<f32, CHOSEN>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let row = group.x;
  for (var pick = 0u; pick < CHOSEN; pick++) {
    var own = -3e38;
    var at = shape.experts;
    for (var expert = local; expert < shape.experts; expert += THREADS) {
      var free = true;
      for (var earlier = 0u; earlier < pick; earlier++) {
        free = free && taken[earlier] != expert;
      }
      var value = f32(scores[row * shape.experts + expert]);
      // @if BIASED
      value += f32(bias[expert]);
      // @end
      if (free && value > own) {
        own = value;
        at = expert;
      }
    }
    best[local] = own;
    place[local] = at;
    workgroupBarrier();
    for (var half = THREADS / 2u; half > 0u; half /= 2u) {
      if (local < half) {
        let other = best[local + half];
        if (other > best[local] || (other == best[local] && place[local + half] < place[local])) {
          best[local] = other;
          place[local] = place[local + half];
        }
      }
      workgroupBarrier();
    }
    if (local == 0u) {
      taken[pick] = place[0];
      score[pick] = best[0];
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    var sum = 0.0;
    for (var pick = 0u; pick < CHOSEN; pick++) {
      sum += exp(score[pick] - score[0]);
    }
    for (var pick = 0u; pick < CHOSEN; pick++) {
      chosen[row * CHOSEN + pick] = min(taken[pick], shape.experts - 1u);
      shares[row * CHOSEN + pick] = exp(score[pick] - score[0]) / sum;
    }
  }
}
