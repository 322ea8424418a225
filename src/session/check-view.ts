/**
 * What a benchmark tool printed, on the page that judges it: the results in the text, what the visitor says where the tool did not, and
 * one verdict each. Worked out in slices; a newer text or a newer answer ends the older. Nothing of it is kept or sent.
 */
import { signal } from '@lit-labs/signals';
import { parseScenario, readResults, verdictSteps, type BenchmarkResult, type Parsed, type Scenario, type Verdict } from '../index.ts';
import type { Session } from './session.ts';
import { inSlices, turn } from './slices.ts';

/** What the visitor says where the tool did not. Names go by how the tool spells them: one text may speak of several. */
export interface Given {
  readonly models: Readonly<Record<string, Scenario['model']>>;
  readonly accelerators: Readonly<Record<string, string>>;
  readonly numbers: GivenNumbers;
}

export interface GivenNumbers {
  /** How many accelerators. */
  readonly count?: number | undefined;
  /** Over how many of them every tensor is split. */
  readonly tensor?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
}

export interface Checked {
  readonly result: BenchmarkResult;
  /** Keys of the scenario that the tool did not say and without which there is no verdict, also those that were given since. */
  readonly asks: ReadonlySet<string>;
  /** The names that the catalogue does not have, with its nearest. */
  readonly unresolved: Verdict['unresolved'];
  /** Null until it has been worked out; an error where what was given is no scenario. */
  readonly answer: Parsed<Verdict> | null;
}

export type CheckState =
  | { readonly kind: 'empty' | 'reading' | 'judged' }
  /** `where` as the reader says it: `line 12, mean_tpot_ms`. */
  | { readonly kind: 'unreadable'; readonly where: string; readonly message: string }
  | { readonly kind: 'judging'; readonly done: number; readonly of: number }
  | { readonly kind: 'failed'; readonly message: string };

const nothingGiven: Given = { models: {}, accelerators: {}, numbers: {} };

/** Results that are judged; a longer sweep is what the command line is for. */
export const mostResults = 200;

export class CheckView {
  readonly #state = signal<CheckState>({ kind: 'empty' });
  readonly #results = signal<readonly Checked[]>([]);
  readonly #found = signal(0);
  readonly #given = signal<Given>(nothingGiven);
  readonly #chosen = signal(0);
  #text = '';
  #call = 0;

  get state(): CheckState {
    return this.#state.get();
  }

  /** In the order of the text; the last ones stay until a new text is read. */
  get results(): readonly Checked[] {
    return this.#results.get();
  }

  /** Results in the text, also those beyond `mostResults`. */
  get found(): number {
    return this.#found.get();
  }

  get given(): Given {
    return this.#given.get();
  }

  get chosen(): number {
    return this.#chosen.get();
  }

  /** The one whose verdict is shown. */
  get shown(): Checked | null {
    return this.results[this.chosen] ?? null;
  }

  get text(): string {
    return this.#text;
  }

  choose(index: number): void {
    this.#chosen.set(index);
  }

  /** @param given what is known of a text before anybody is asked: an example's */
  async read(text: string, given: Given = nothingGiven): Promise<void> {
    const call = ++this.#call;
    this.#text = text;
    this.#given.set(given);
    this.#chosen.set(0);
    this.#take([]);
    if (text.trim() === '') {
      this.#state.set({ kind: 'empty' });
      return;
    }
    this.#state.set({ kind: 'reading' });
    await turn();
    if (call !== this.#call) return;
    const read = readResults(text);
    if (!read.ok) {
      this.#state.set({ kind: 'unreadable', where: read.error.path, message: read.error.message });
      return;
    }
    this.#take(
      read.value.slice(0, mostResults).map((result) => ({ result, asks: new Set<string>(), unresolved: {}, answer: null })),
      read.value.length,
    );
    await this.#judge(call);
  }

  /** A file that could not be opened, in words. */
  refuse(message: string): void {
    this.#call++;
    this.#take([]);
    this.#state.set({ kind: 'unreadable', where: '', message });
  }

  nameModel(spelled: string, model: Scenario['model']): void {
    this.#give({ ...this.given, models: { ...this.given.models, [spelled]: model } });
  }

  nameAccelerator(spelled: string, id: string): void {
    this.#give({ ...this.given, accelerators: { ...this.given.accelerators, [spelled]: id } });
  }

  number(numbers: GivenNumbers): void {
    // A split over another number of accelerators is another split.
    const tensor = 'count' in numbers ? { tensor: undefined } : {};
    this.#give({ ...this.given, numbers: { ...this.given.numbers, ...tensor, ...numbers } });
  }

  async again(): Promise<void> {
    await this.#judge(++this.#call);
  }

  #give(given: Given): void {
    this.#given.set(given);
    void this.again();
  }

  #take(results: readonly Checked[], found = results.length): void {
    this.#results.set(results);
    this.#found.set(found);
  }

  async #judge(call: number): Promise<void> {
    const stale = (): boolean => call !== this.#call;
    try {
      for (const [index, checked] of this.results.entries()) {
        this.#state.set({ kind: 'judging', done: index, of: this.results.length });
        const judged = await inSlices(judgeSteps(checked, this.given), stale);
        if (judged === null || stale()) return;
        this.#results.set(this.results.map((each, at) => (at === index ? judged : each)));
      }
      this.#state.set({ kind: 'judged' });
    } catch (error) {
      if (!stale()) this.#state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** What was given stands in for what is missing, and is asked again for what is then missing still. */
function* judgeSteps(checked: Checked, given: Given): Generator<void, Checked> {
  let { asks, unresolved } = checked;
  for (;;) {
    const answer = yield* verdictSteps(checked.result, givenFor(checked.result, asks, given));
    const missing = answer.ok ? answer.value.missing.filter((key) => !asks.has(key)) : [];
    if (missing.length === 0) return { ...checked, asks, unresolved, answer };
    asks = new Set([...asks, ...missing]);
    unresolved = { ...unresolved, ...(answer.ok ? answer.value.unresolved : {}) };
  }
}

/** Of what was given, the keys of a scenario that this result does not say. */
export function givenFor({ spelled }: BenchmarkResult, asks: ReadonlySet<string>, given: Given): Readonly<Record<string, unknown>> {
  const { count, tensor, inputTokens, outputTokens, concurrency, requestsPerSecond } = given.numbers;
  const all: Readonly<Record<string, readonly [asked: string, value: unknown]>> = {
    model: ['model', given.models[spelled.model ?? '']],
    accelerator: ['accelerator', given.accelerators[spelled.accelerator ?? '']],
    accelerators: ['accelerators', count],
    parallel: ['parallel', tensor === undefined ? undefined : { tensor, pipeline: 1, expert: 1, attentionData: 1 }],
    inputTokens: ['inputTokens', inputTokens],
    outputTokens: ['outputTokens', outputTokens],
    concurrency: ['concurrency', concurrency],
    requestsPerSecond: ['concurrency', requestsPerSecond],
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, [asked, value]]) => (value !== undefined && asks.has(asked) ? [[key, value] as const] : [])),
  );
}

/** The scenario of a verdict, whole, with its points where physics allows them; null while something is missing. */
export function scenarioOf({ scenario, anchors, missing }: Verdict): Scenario | null {
  if (missing.length > 0) return null;
  for (const anchor of [anchors, []]) {
    const parsed = parseScenario({ ...scenario, anchor });
    if (parsed.ok) return parsed.value;
  }
  return null;
}

const views = new WeakMap<Session, CheckView>();

/** One for each session, made when the page first opens. */
export function checkViewOf(session: Session): CheckView {
  const known = views.get(session);
  if (known) return known;
  const view = new CheckView();
  views.set(session, view);
  return view;
}
