/**
 * Where the last few results of a function of up to three numbers lie, for those who are asked for the same again soon.
 * Slots are searched one by one: for so few that is quicker than hashing, and nothing is allocated.
 */
export class Recent {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly third: Float64Array;
  private oldest = 0;

  constructor(private readonly slots: number) {
    // Nothing equals NaN: an empty slot is never found.
    this.first = new Float64Array(slots).fill(Number.NaN);
    this.second = new Float64Array(slots);
    this.third = new Float64Array(slots);
  }

  /** The slot of a result that is remembered, else −1. */
  find(a: number, b: number, c: number): number {
    for (let slot = 0; slot < this.slots; slot++) {
      if (this.first[slot] === a && this.second[slot] === b && this.third[slot] === c) return slot;
    }
    return -1;
  }

  /** The slot to put a new result in, which forgets the oldest. */
  place(a: number, b: number, c: number): number {
    const slot = this.oldest;
    this.first[slot] = a;
    this.second[slot] = b;
    this.third[slot] = c;
    this.oldest = (slot + 1) % this.slots;
    return slot;
  }
}
