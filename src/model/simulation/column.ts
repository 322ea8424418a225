/** Numbers that come one by one, eight bytes each: a simulation of a million requests keeps a handful of such columns. */

export class Column {
  #values = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Float64Array(2 * this.#length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  /** NaN outside. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? Number.NaN) : Number.NaN;
  }

  /** What is there now, not a copy: good until the next `push`. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
