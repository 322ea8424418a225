/** Who answers what pages ask beside the scenario: a worker through Comlink, or the page itself where a worker cannot start. */
import type { QuestionApi } from '../../workers/question-api.ts';
import questionWorker from '../../workers/question.worker.ts?worker&url';
import { workerAddress } from './worker-address.ts';
import { hostOf, withProgress } from './worker-host.ts';

export interface QuestionHost {
  readonly api: QuestionApi;
  /** At once, whatever it is doing. */
  end(): void;
}

export function startQuestionWorker(): QuestionHost {
  const worker = new Worker(workerAddress(questionWorker), { type: 'module', name: 'question' });
  const { remote, unlessBroken, end } = hostOf<QuestionApi>(worker, 'the worker for this question');
  return {
    api: {
      agent: (input, onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.agent(input, told))),
      train: (input) => unlessBroken(remote.train(input)),
      published: (input) => unlessBroken(remote.published(input)),
      signals: (onProgress) => withProgress(onProgress, (told) => unlessBroken(remote.signals(told))),
      cancel: () => void remote.cancel(),
    },
    end,
  };
}

export async function startQuestionOnPage(): Promise<QuestionHost> {
  const { createQuestionApi } = await import('../../workers/question-api.ts');
  const api = createQuestionApi();
  return { api, end: () => api.cancel() };
}
