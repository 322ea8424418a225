/**
 * Answers that are kept because they are asked for again: a batch of scenarios tries the same few chips, formats and
 * arrangements row after row.
 */

interface Shelf<V> {
  /** Of further owners. Weak, so that what belongs to a pasted configuration or a user's accelerator goes with it. */
  readonly under: WeakMap<object, Shelf<V>>;
  readonly values: Map<string | number, V>;
}

const shelf = <V>(): Shelf<V> => ({ under: new WeakMap(), values: new Map() });

/**
 * Answers may be null, not undefined.
 * @param most answers kept for one set of owners; one more drops the oldest of them
 * @returns the answer for these owners, by identity and in this order, and this key: the kept one, or what `make` gives
 */
export function memo<V>(most: number): (owners: readonly object[], key: string | number, make: () => V) => V {
  const root = shelf<V>();
  return (owners, key, make) => {
    let at = root;
    for (const owner of owners) {
      let next = at.under.get(owner);
      if (!next) at.under.set(owner, (next = shelf()));
      at = next;
    }
    const kept = at.values.get(key);
    if (kept !== undefined) return kept;
    const made = make();
    const oldest = at.values.size >= most ? at.values.keys().next() : null;
    if (oldest && !oldest.done) at.values.delete(oldest.value);
    at.values.set(key, made);
    return made;
  };
}
