// by-expert: the slots in the order of the experts that they chose, so that a product over many rows meets each expert's slots
// together. Slots of one expert keep their order: the same choice gives the same list every time.
//
// A workgroup owns an expert. Each thread counts, in a stretch of neighbouring slots, those of lower experts and those of its own; a
// running sum over the threads tells where the expert's slots begin and where in them each thread writes. Every workgroup reads all
// choices, from a cache: 16 kB at 4,096 slots. Nothing is added atomically, and no second dispatch joins what workgroups found.
//
// Bindings   0 storage read  chosen   array<u32>, slots
//            1 storage rw    order    array<u32>, slots: slots by expert
//            2 storage rw    offsets  array<u32>, experts + 1: where each expert's slots begin in it, and the last ones end
//            3 uniform       shape
// Dispatch   experts
// Constants  THREADS
// FLOP       0
// Bytes      4 (2 slots + experts + 1)

struct Shape {
  slots: u32,
}

@group(0) @binding(0) var<storage, read> chosen: array<u32>;
@group(0) @binding(1) var<storage, read_write> order: array<u32>;
@group(0) @binding(2) var<storage, read_write> offsets: array<u32>;
@group(0) @binding(3) var<uniform> shape: Shape;

// Slots of lower experts, and of this one, of a thread and those before it.
var<workgroup> lower: array<u32, THREADS>;
var<workgroup> own: array<u32, THREADS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let expert = group.x;
  let stretch = (shape.slots + THREADS - 1u) / THREADS;
  let begin = min(local * stretch, shape.slots);
  let end = min(begin + stretch, shape.slots);
  var counted_lower = 0u;
  var counted = 0u;
  for (var slot = begin; slot < end; slot++) {
    counted_lower += select(0u, 1u, chosen[slot] < expert);
    counted += select(0u, 1u, chosen[slot] == expert);
  }
  lower[local] = counted_lower;
  own[local] = counted;
  workgroupBarrier();
  for (var reach = 1u; reach < THREADS; reach *= 2u) {
    var before_lower = 0u;
    var before = 0u;
    if (local >= reach) {
      before_lower = lower[local - reach];
      before = own[local - reach];
    }
    workgroupBarrier();
    lower[local] += before_lower;
    own[local] += before;
    workgroupBarrier();
  }
  let first = lower[THREADS - 1u];
  if (local == 0u) {
    offsets[expert] = first;
    if (expert + 1u == groups.x) {
      offsets[groups.x] = shape.slots;
    }
  }
  var at = first + own[local] - counted;
  for (var slot = begin; slot < end; slot++) {
    if (chosen[slot] == expert) {
      order[at] = slot;
      at++;
    }
  }
}
