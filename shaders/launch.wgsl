// launch: as little work as a dispatch can hold. Each dispatch reads what the one before it wrote, so that a chain of
// them shows the time from one dependent dispatch to the next.
//
// Bindings   0 storage rw  counters  array<u32>, THREADS entries
// Constants  THREADS
// FLOP       0
// Bytes      8 THREADS

@group(0) @binding(0) var<storage, read_write> counters: array<u32>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32) {
  counters[local] += 1u;
}
