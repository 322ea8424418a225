/**
 * One attention-data rank of one replica: passes one after the other, each with the sequences that decode and the pieces
 * of prompts that the rules let in. While nothing can change between two completions, many decode steps are taken as one.
 */
import type { Clients, Desk } from './clients.ts';
import { noTime, type Integrals } from './integrals.ts';
import { EndOrder, Queue, type Request } from './request.ts';
import { Looks } from './looks.ts';
import { Reserve } from './reserve.ts';
import type { BatchingRules, CacheRoom, PassShape, PassTimes } from './rules.ts';

export class Server implements Desk {
  now = 0;
  preemptions = 0;
  readonly integrals: Integrals = noTime();
  readonly #rules: BatchingRules;
  readonly #reserve: Reserve;
  readonly #looks: Looks;
  readonly #times: PassTimes;
  readonly #clients: Clients;
  readonly #shape: PassShape = { decoding: 0, context: 0, prompts: 0, promptTokens: 0, prefix: 0 };
  /** Sent, and not yet seen by the scheduler, in order of time. */
  readonly #coming = new Queue<Request>();
  readonly #waiting = new Queue<Request>();
  /** Admitted, prompt not yet complete. */
  #prefilling: Request[] = [];
  readonly #ends = new EndOrder();
  /** Admitted, in order; those that have ended are dropped when they are met. */
  #admitted: Request[] = [];
  #decoding = 0;
  #contexts = 0;
  #step = 0;
  /** Pieces of prompts in the pass that is being made: request by request, its tokens. */
  #pieces: { request: Request; tokens: number }[] = [];
  #full = false;

  constructor(rules: BatchingRules, room: CacheRoom, times: PassTimes, clients: Clients) {
    this.#rules = rules;
    this.#reserve = new Reserve(rules.reserve, room);
    this.#looks = new Looks(rules);
    this.#times = times;
    this.#clients = clients;
  }

  get running(): number {
    return this.#decoding + this.#prefilling.length;
  }

  get inSystem(): number {
    return this.running + this.#waiting.length + this.#coming.length;
  }

  /** When it next has something to do: now, when the next request is seen, or never. */
  get next(): number {
    if (this.running > 0 || this.#waiting.length > 0) return this.now;
    return Math.max(this.#coming.first?.seen ?? Infinity, this.now);
  }

  send(request: Request): void {
    this.#coming.insert(request, (other) => other.seen > request.seen);
  }

  /**
   * One pass, or a run of alike ones. False when nothing is left to do.
   * @param until others may send it something from then on: of alike passes, it makes none that begins later
   */
  advance(until = Infinity): boolean {
    this.#see();
    if (this.running === 0 && this.#waiting.length === 0) {
      const next = this.#coming.first;
      if (!next) return false;
      this.integrals.time += next.seen - this.now;
      this.now = next.seen;
      this.#see();
    }
    const preempted = this.#rules.mixesPrefill && this.#makeRoom();
    this.#gather(preempted);
    if (this.#pieces.length > 0) this.#promptPass();
    else this.#decodeSteps(until);
    return true;
  }

  #see(): void {
    const until = this.#looks.until(this.now, this.running > 0);
    if (until === null) return;
    for (let next = this.#coming.first; next && next.seen <= until; next = this.#coming.first) {
      this.#coming.shift();
      // It waited since it was there, not since the pass that it met had ended.
      this.integrals.waiting += this.now - next.seen;
      this.#looks.came(this.#waiting.length === 0);
      if (this.#reserve.fitsAlone(next)) this.#waiting.push(next);
      else this.#clients.answered(next, false, this);
      this.#clients.seen(this);
    }
  }

  /** Passes for which those who wait are held back yet. */
  get #heldFor(): number {
    return this.running > 0 && this.#waiting.length > 0 ? this.#looks.heldFor() : 0;
  }

  #fits(request: Request): boolean {
    if (this.running === 0) return true;
    return this.running < this.#rules.maxSequences && this.#reserve.admits(request, this.running);
  }

  /** Pieces of prompts for the next pass: those under way first, then what can be admitted, in order of arrival. */
  #gather(preempted: boolean): void {
    const { tokenBudget, mixesPrefill, draft } = this.#rules;
    this.#pieces = [];
    this.#full = preempted;
    let budget = mixesPrefill ? tokenBudget - this.#decoding * draft.width : tokenBudget;
    for (const request of this.#prefilling) {
      if (budget <= 0) return;
      budget -= this.#piece(request, budget);
    }
    if (this.#heldFor > 0) return;
    while (!preempted && budget > 0) {
      const next = this.#waiting.first;
      if (!next) return;
      if (!this.#fits(next)) {
        this.#full = true;
        return;
      }
      this.#waiting.shift();
      next.running = true;
      this.#admitted.push(next);
      this.#reserve.enter(next);
      // Its prompt was computed elsewhere, and its first token with it.
      if (next.computed === next.toCompute) this.#firstToken(next, 0);
      else {
        this.#prefilling.push(next);
        budget -= this.#piece(next, budget);
      }
    }
  }

  #piece(request: Request, budget: number): number {
    const tokens = Math.min(request.toCompute - request.computed, budget);
    this.#pieces.push({ request, tokens });
    return tokens;
  }

  #promptPass(): void {
    const decoding = this.#rules.mixesPrefill ? this.#decoding : 0;
    const shape = this.#shape;
    let tokens = 0;
    let pairs = 0;
    for (const piece of this.#pieces) {
      tokens += piece.tokens;
      pairs += piece.tokens * (piece.request.cached + piece.request.computed + piece.tokens / 2);
    }
    shape.decoding = decoding;
    shape.context = decoding > 0 ? this.#contexts / decoding : 0;
    shape.prompts = this.#pieces.length;
    shape.promptTokens = tokens;
    shape.prefix = Math.max(pairs / tokens - tokens / this.#pieces.length / 2, 0);
    this.#spend(this.#times.seconds(shape), 1);
    if (decoding > 0) this.#decoded(1);
    let complete = false;
    for (const { request, tokens: computed } of this.#pieces) {
      request.computed += computed;
      complete ||= request.computed === request.toCompute;
    }
    if (!complete) return;
    const done = this.#prefilling.filter((request) => request.computed === request.toCompute);
    this.#prefilling = this.#prefilling.filter((request) => request.computed < request.toCompute);
    const lag = this.#times.promptLag?.(shape) ?? 0;
    for (const request of done) this.#firstToken(request, lag);
  }

  #firstToken(request: Request, lag: number): void {
    request.generated += 1;
    this.#reserve.write(1);
    if (Number.isNaN(request.firstToken)) request.firstToken = this.now + lag;
    request.held = request.input + request.generated;
    request.joined = this.#step;
    request.ends = this.#step + Math.ceil((request.output - request.generated) / this.#rules.draft.progress);
    if (request.ends === this.#step) {
      this.#leave(request, request.held, 0);
      this.#clients.answered(request, true, this);
      return;
    }
    this.#decoding += 1;
    this.#contexts += request.held;
    this.#ends.push(request);
  }

  /** As many decode steps as nothing interrupts: to the next end, the next arrival that could be admitted, or full memory. */
  #decodeSteps(until: number): void {
    if (!this.#rules.mixesPrefill) this.#makeRoom();
    const { progress } = this.#rules.draft;
    const first = this.#ends.peek();
    if (!first) return;
    const held = this.#heldFor;
    const most = Math.min(first.ends - this.#step, this.#reserve.stepsLeft(this.running, this.#decoding * progress), held > 0 ? held : Infinity);
    const next = this.#waiting.length === 0 ? Math.min(this.#coming.first?.seen ?? Infinity, until) : Infinity;
    let steps = most;
    let seconds = this.#stepSeconds(steps);
    if (this.now + seconds > next && steps > 1) {
      steps = Math.min(this.#looks.next(this.#stepsUntil(next - this.now, steps)), most);
      seconds = this.#stepSeconds(steps);
    }
    this.#spend(seconds, steps);
    this.#decoded(steps);
  }

  /** Seconds of that many steps: one pass at the context of their middle, times their number. */
  #stepSeconds(steps: number): number {
    const shape = this.#shape;
    shape.decoding = this.#decoding;
    shape.context = this.#contexts / this.#decoding + (this.#rules.draft.progress * (steps - 1)) / 2;
    shape.prompts = 0;
    shape.promptTokens = 0;
    shape.prefix = 0;
    return steps * this.#times.seconds(shape);
  }

  /** The fewest steps, at most `most`, after which `seconds` have passed. */
  #stepsUntil(seconds: number, most: number): number {
    let low = 1;
    let high = most;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#stepSeconds(middle) >= seconds) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #decoded(steps: number): void {
    const { progress } = this.#rules.draft;
    const gained = this.#decoding * steps * progress;
    this.#step += steps;
    this.#reserve.relax(steps);
    this.#contexts += gained;
    this.#reserve.write(gained);
    for (let request = this.#ends.peek(); request && request.ends <= this.#step; request = this.#ends.peek()) {
      this.#ends.pop();
      const written = (request.ends - request.joined) * progress;
      this.#decoding -= 1;
      this.#contexts -= request.held + written;
      // The last step of a draft may have counted tokens past the end.
      const left = request.output - request.generated - written;
      request.generated = request.output;
      this.#leave(request, request.held + written, left);
      this.#clients.answered(request, true, this);
    }
  }

  #leave(request: Request, tokens: number, unwritten: number): void {
    request.running = false;
    this.#reserve.leave(request, tokens, unwritten);
    if (this.#admitted.length > 64 + 4 * this.running) this.#admitted = this.#admitted.filter((each) => each.running);
  }

  /** Preempts the latest admitted until the next step's tokens have room; what they had computed is lost. */
  #makeRoom(): boolean {
    const { progress } = this.#rules.draft;
    let preempted = false;
    while (this.running > 1 && !this.#reserve.holds(this.running, this.#decoding * progress)) {
      const last = this.#admitted.pop();
      if (!last) break;
      if (!last.running) continue;
      this.#preempt(last);
      preempted = true;
    }
    if (preempted) this.#reserve.learn(this.running);
    return preempted;
  }

  #preempt(request: Request): void {
    this.preemptions += 1;
    const owed = request.output - request.generated;
    if (request.computed < request.toCompute) {
      this.#prefilling = this.#prefilling.filter((each) => each !== request);
      this.#leave(request, request.cached + request.toCompute, owed);
    } else {
      const written = (this.#step - request.joined) * this.#rules.draft.progress;
      this.#decoding -= 1;
      this.#contexts -= request.held + written;
      this.#leave(request, request.held + written, owed - written);
      request.generated += Math.min(Math.floor(written), owed - 1);
    }
    request.ends = -1;
    request.computed = 0;
    request.toCompute = Math.max(request.input + request.generated - request.cached, 1);
    this.#waiting.putBack(request);
  }

  #spend(seconds: number, steps: number): void {
    const sums = this.integrals;
    const grown = this.#pieces.length > 0 ? 0 : (this.#decoding * this.#rules.draft.progress * (steps - 1)) / 2;
    this.now += seconds;
    this.#looks.passed(this.now, seconds, steps, this.#pieces.length > 0);
    sums.time += seconds;
    sums.busy += seconds;
    sums.running += seconds * this.running;
    sums.decoding += seconds * this.#decoding;
    sums.cache += seconds * this.#reserve.used(this.running, grown);
    sums.waiting += seconds * this.#waiting.length;
    if (this.#full) sums.full += seconds;
  }
}
