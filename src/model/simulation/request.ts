/** One request on its way through the server, and the two queues that it goes through. */

export interface Request {
  readonly id: number;
  /** Which client of a closed loop sent it; −1 elsewhere. */
  readonly client: number;
  /** When it was sent, and when the scheduler sees it. */
  readonly sent: number;
  readonly seen: number;
  readonly input: number;
  readonly output: number;
  /** Tokens of the prompt that lie in the prefix cache. */
  readonly cached: number;
  /** Tokens to compute before the next token comes: the prompt, and after a preemption what it had written too. */
  toCompute: number;
  computed: number;
  generated: number;
  /** When its first token came; NaN before. */
  firstToken: number;
  /** The decode step at which it joined, and the one at which it ends. */
  joined: number;
  ends: number;
  /** Tokens that it held when it joined. */
  held: number;
  running: boolean;
}

/** First in, first out, with a way back to the front for what was preempted. */
export class Queue<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  get first(): T | undefined {
    return this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Before those that it precedes: looked for from the back, where nearly all belong. */
  insert(item: T, precedes: (other: T) => boolean): void {
    const items = this.#items;
    let place = items.length;
    while (place > this.#head && precedes(items[place - 1] as T)) place--;
    items.splice(place, 0, item);
  }

  putBack(item: T): void {
    if (this.#head > 0) this.#items[--this.#head] = item;
    else this.#items.unshift(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

/** Running requests by the decode step at which they end: a binary heap; entries of preempted requests are skipped. */
export class EndOrder {
  readonly #steps: number[] = [];
  readonly #requests: Request[] = [];

  push(request: Request): void {
    const steps = this.#steps;
    const requests = this.#requests;
    let index = steps.length;
    steps.push(request.ends);
    requests.push(request);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** The request that ends first. */
  peek(): Request | undefined {
    for (;;) {
      const request = this.#requests[0];
      if (request === undefined || (request.running && request.ends === this.#steps[0])) return request;
      this.#drop();
    }
  }

  pop(): Request | undefined {
    const request = this.peek();
    if (request) this.#drop();
    return request;
  }

  #drop(): void {
    const last = this.#steps.length - 1;
    this.#swap(0, last);
    this.#steps.pop();
    this.#requests.pop();
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= last) return;
      const child = left + 1 < last && this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(child, index)) return;
      this.#swap(child, index);
      index = child;
    }
  }

  /** Ties go to the earlier request, so that an order never depends on the heap's shape. */
  #before(a: number, b: number): boolean {
    const difference = (this.#steps[a] as number) - (this.#steps[b] as number);
    return difference < 0 || (difference === 0 && (this.#requests[a] as Request).id < (this.#requests[b] as Request).id);
  }

  #swap(a: number, b: number): void {
    const steps = this.#steps;
    const requests = this.#requests;
    [steps[a], steps[b]] = [steps[b] as number, steps[a] as number];
    [requests[a], requests[b]] = [requests[b] as Request, requests[a] as Request];
  }
}
