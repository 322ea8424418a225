/**
 * What pages ask beside the scenario, across a thread: tasks of agents, training runs, signals. The page has the same where no worker starts. A newer
 * question ends the older.
 */
import {
  agent,
  fetchConfigReader,
  publishedTrainings,
  ScenarioError,
  signals,
  train,
  type AgentEstimate,
  type AgentInput,
  type InputError,
  type PublishedTraining,
  type Signals,
  type TrainingEstimate,
  type TrainingInput,
} from '../src/index.ts';
import { waysOut, type TrainingWay } from './training-ways.ts';

/** Wrong input is an answer too: the field that is wrong, in words. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: InputError };

type OnProgress = (share: number) => void | Promise<void>;

export interface TrainingAnswer {
  readonly estimate: TrainingEstimate;
  /** Where it cannot be: what would. */
  readonly ways: readonly TrainingWay[];
}

/** Each is null once a newer question was asked, and tells the share that is done, from 0 to 1. */
export interface QuestionApi {
  agent(input: AgentInput, onProgress: OnProgress): Promise<Answered<AgentEstimate> | null>;
  train(input: TrainingInput): Promise<Answered<TrainingAnswer> | null>;
  /** Published runs that are like it. */
  published(input: TrainingInput): Promise<Answered<readonly PublishedTraining[]> | null>;
  signals(onProgress: OnProgress): Promise<Answered<Signals> | null>;
  /** Ends what is in work. */
  cancel(): void;
}

export function createQuestionApi(): QuestionApi {
  let asked = new AbortController();

  async function newest<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Answered<T> | null> {
    asked.abort();
    const { signal } = (asked = new AbortController());
    try {
      const value = await work(signal);
      return signal.aborted ? null : { ok: true, value };
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ScenarioError)) throw error;
      const { code, path, message, suggestions } = error;
      return { ok: false, error: { code, path, message, suggestions } };
    }
  }

  return {
    agent: (input, onProgress) =>
      newest(async (signal) => {
        // Few scenarios hold a pasted configuration.
        if (typeof input.scenario?.model === 'object') await fetchConfigReader();
        return agent(input, { signal, onProgress });
      }),
    train: (input) =>
      newest(async (signal) => {
        if (typeof input.model === 'object') await fetchConfigReader();
        const estimate = await train(input, { signal });
        return { estimate, ways: await waysOut(input, estimate, (other) => train(other, { signal })) };
      }),
    published: (input) => newest(() => publishedTrainings(input)),
    signals: (onProgress) => newest((signal) => signals({ signal, onProgress })),
    cancel: () => asked.abort(),
  };
}
