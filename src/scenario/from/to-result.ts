/** From what a reader found to a result: names looked up, load and anchors derived. */
import { model as modelById } from '../../catalogue/models.ts';
import { usualDraft } from '../draft.ts';
import { ownHeads, type Scenario, type Speculative } from '../scenario.ts';
import { anchorConcurrency, loadKeys, type LoadRead } from './load-of.ts';
import { formatNamed, acceleratorNamed, modelNamed } from './named.ts';
import type { BenchmarkResult, Measured } from './result.ts';

/** What a tool said, in SI units; undefined where it said nothing. */
export interface Reading extends Pick<BenchmarkResult, 'tool' | 'form' | 'line'> {
  readonly model?: string | undefined;
  readonly accelerator?: string | undefined;
  readonly says: { readonly [K in Exclude<keyof Scenario, 'speculative'>]?: Scenario[K] | undefined };
  /** Tools print how many tokens were drafted and kept, and not what drafted them. */
  readonly speculative?: Omit<Speculative, 'draft'> | undefined;
  readonly load: LoadRead;
  readonly measured: { readonly [K in keyof Measured]: Measured[K] | undefined };
  readonly notes?: readonly string[];
}

export function toResult(reading: Reading): BenchmarkResult {
  const { tool, form, line, says, notes = [] } = reading;
  const measured: Measured = present(reading.measured);
  const model = reading.model === undefined ? undefined : modelNamed(reading.model);
  const accelerator = reading.accelerator === undefined ? undefined : acceleratorNamed(reading.accelerator);
  const inFlight = reading.load.inFlight ?? little(measured, says.outputTokens);
  const load = loadKeys({ ...reading.load, inFlight });
  const weights = says.weights ?? (reading.model === undefined ? undefined : formatNamed(reading.model));
  const draft = reading.speculative && draftOf(model);
  const speculative = reading.speculative && draft ? { ...reading.speculative, draft } : undefined;
  const at = anchorConcurrency(load, { inFlight });
  const times = present({
    timePerOutputToken: measured.timePerOutputToken,
    timeToFirstToken: measured.timeToFirstToken,
    outputTokensPerSecond: measured.outputTokensPerSecond,
  });
  return {
    tool,
    form,
    line,
    scenario: present({ model, accelerator, ...says, weights, speculative, ...load }),
    spelled: present({
      model: model === undefined ? reading.model : undefined,
      accelerator: accelerator === undefined ? reading.accelerator : undefined,
    }),
    measured,
    anchors: at === null || Object.keys(times).length === 0 ? [] : [{ concurrency: at, ...times }],
    notes: [
      ...notes,
      ...(speculative
        ? [
            `what drafted the tokens is not said: ${speculative.draft === ownHeads ? 'the model’s own layers of prediction are' : `${speculative.draft} is`} taken`,
          ]
        : []),
      ...(reading.load.unsaid && load.concurrency !== undefined
        ? [`the load is not said: ${load.concurrency} requests were in flight on average, by Little’s law`]
        : []),
    ],
  };
}

/** What usually drafts for the model; null where the model is not known, or nothing that drafts for it. */
function draftOf(id: string | undefined): string | null {
  const row = id === undefined ? undefined : modelById(id);
  return row ? usualDraft(row) : null;
}

/** Requests in flight on average: Little's law. */
function little(
  { requestsPerSecond, requestLatency, timeToFirstToken, timePerOutputToken }: Measured,
  outputTokens: number | undefined,
): number | undefined {
  const parts =
    timeToFirstToken === undefined || timePerOutputToken === undefined || outputTokens === undefined
      ? undefined
      : timeToFirstToken + (outputTokens - 1) * timePerOutputToken;
  const latency = requestLatency ?? parts;
  return requestsPerSecond === undefined || latency === undefined ? undefined : requestsPerSecond * latency;
}

const present = <T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** Mean tokens a request, as a scenario has them: whole, and at least one. */
export const tokensEach = (total: number | undefined, requests: number): number | undefined =>
  total === undefined ? undefined : Math.max(Math.round(total / requests), 1);

export const milli = (value: number | undefined): number | undefined => (value === undefined ? undefined : value / 1000);
