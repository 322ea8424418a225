/**
 * A ring buffer that maps up to three numbers to the slot of a recent result.
 * Slots are searched one by one: for so few that is quicker than hashing. They are made as they are filled, because most
 * of the stages that a search lays out are never asked.
 */
export class Recent {
  private readonly first: number[] = [];
  private readonly second: number[] = [];
  private readonly third: number[] = [];
  private oldest = 0;

  constructor(private readonly slots: number) {}

  /** The slot of a result that is remembered, else −1. */
  find(a: number, b: number, c: number): number {
    const { first, second, third } = this;
    for (let slot = 0; slot < first.length; slot++) {
      if (first[slot] === a && second[slot] === b && third[slot] === c) return slot;
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
