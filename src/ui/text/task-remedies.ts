/** What to change where a task does not run on the scenario. No DOM. */
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { models } from '../../catalogue/models.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount } from '../../units/format.ts';
import { shortModel } from './names.ts';
import { numberOf } from './reasons.ts';
import { offerId, offers, wholeTask, type TaskQuestion } from './task-question.ts';

export interface TaskRemedy {
  readonly words: string;
  /** An edit of the task, or of the scenario. */
  readonly question?: TaskQuestion;
  readonly scenario?: Partial<Scenario>;
}

export function taskRemedies({ reason, longestContext }: AgentEstimate, question: TaskQuestion): readonly TaskRemedy[] {
  const host = hostFor(longestContext);
  const listed: readonly TaskRemedy[] = host
    ? [{ words: 'At a host’s list prices instead', question: { ...question, at: offerId(host), tasksPerHour: null } }]
    : [];
  const rate: readonly TaskRemedy[] =
    question.tasksPerHour === null ? [] : [{ words: 'As many tasks as keep it quick', question: { ...question, tasksPerHour: null } }];
  if (reason?.code !== 'context-too-long')
    return [{ words: 'As many accelerators as it needs', scenario: { accelerators: null, parallel: null } }, ...rate, ...listed];
  const steps = stepsWithin(question, numberOf(reason, 'maxContext') ?? 0);
  const longer = models()
    .filter(({ maxContext }) => maxContext !== null && maxContext >= longestContext)
    .toSorted((a, b) => a.parametersActive - b.parametersActive)[0];
  return [
    ...(steps === null
      ? []
      : [{ words: steps === 1 ? 'One step' : `${formatCount(steps)} steps`, question: { ...question, task: { ...question.task, steps } } }]),
    ...(longer
      ? [
          {
            words: `${shortModel(longer.name)}, which reads ${formatCount(longer.maxContext ?? 0, 'short')}`,
            scenario: { model: longer.id, weights: null, accelerators: null, parallel: null },
          },
        ]
      : []),
    ...listed,
  ];
}

/** Of a model that is known to hold the longest prompt, where there is one. */
const hostFor = (longest: number): ReturnType<typeof offers>[number] | undefined =>
  offers().find((offer) => (models().find(({ id }) => id === offer.model)?.maxContext ?? 0) >= longest) ?? offers()[0];

/** The most steps whose last prompt and answer the model can hold; null where no number of them would. */
function stepsWithin({ task }: TaskQuestion, most: number): number | null {
  const { steps, systemTokens, taskTokens, newTokensPerStep, outputTokensPerStep, fanOut } = wholeTask(task);
  if (typeof steps !== 'number' || newTokensPerStep === null || outputTokensPerStep === null) return null;
  const grows = fanOut * (newTokensPerStep + outputTokensPerStep);
  const first = systemTokens + (taskTokens ?? newTokensPerStep) + outputTokensPerStep;
  if (first > most || grows <= 0) return null;
  const fit = 1 + Math.floor((most - first) / grows);
  return fit < steps ? fit : null;
}
