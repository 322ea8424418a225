/** The training run that a session asks about, kept in the address, its answer, and published runs that are like it. */
import type { PublishedTraining, TrainingInput } from '../../index.ts';
import { Answering, answeringOf, type TrainingAnswer } from '../../session/answering.ts';
import { PageQuestion } from '../../session/page-question.ts';
import type { Session } from '../../session/session.ts';
import { trainingForm, trainingInput, type TrainingQuestion } from '../text/training-question.ts';

const questions = new WeakMap<Session, PageQuestion<TrainingQuestion>>();

export function trainingOf(session: Session): PageQuestion<TrainingQuestion> {
  const question = questions.get(session) ?? new PageQuestion(session.navigation, trainingForm);
  questions.set(session, question);
  return question;
}

/** As the library is asked, with what the scenario says. */
export const askedOf = (session: Session): TrainingInput => trainingInput(trainingOf(session).current, session.scenario.current);

export const trainingAnswerOf = answeringOf(() => new Answering<TrainingInput, TrainingAnswer>((api, input) => api.train(input)));

/** What of a run decides which published ones are like it. */
export type Likeness = Pick<TrainingInput, 'kind' | 'model' | 'accelerator' | 'method'>;

export const publishedOf = answeringOf(() => new Answering<Likeness, readonly PublishedTraining[]>((api, input) => api.published(input)));
