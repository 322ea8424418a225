  // sum-rows: the sums of a workgroup's threads, sum$r_$b for row r and vector b, into the first `slots` entries of each SLOTS of
  // `partial`. With SUBGROUPS each subgroup adds its own and leaves one entry; else a tree in workgroup memory leaves one in all.
  // @if SUBGROUPS
  // @unroll r 0 ROWS
  // @unroll b 0 BATCH
  let reduced$r_$b = subgroupAdd(sum$r_$b);
  // @end
  // @end
  if (lane == 0u) {
    // @unroll r 0 ROWS
    // @unroll b 0 BATCH
    partial[($bu * ROWS + $ru) * SLOTS + local / subgroup_size] = reduced$r_$b;
    // @end
    // @end
  }
  workgroupBarrier();
  let slots = (THREADS + subgroup_size - 1u) / subgroup_size;
  // @else
  // @unroll r 0 ROWS
  // @unroll b 0 BATCH
  partial[($bu * ROWS + $ru) * SLOTS + local] = sum$r_$b;
  // @end
  // @end
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (local < half) {
      for (var at = local; at < SUMS * SLOTS; at += SLOTS) {
        partial[at] += partial[at + half];
      }
    }
    workgroupBarrier();
  }
  let slots = 1u;
  // @end
