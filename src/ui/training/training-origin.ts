/** Where the figures of a run came from, in the words that every copy of them carries. */
import type { TrainingEstimate } from '../../estimate/training/training-estimate.ts';
import { withQuestion } from '../../session/address.ts';
import type { Session } from '../../session/session.ts';
import type { Origin } from '../../share/origin.ts';
import { linkOf, originOfAnswer } from '../figures/why/origin-of.ts';
import { trainingForm } from '../text/training-question.ts';
import { trainingOf } from './training-session.ts';

/** The scenario on the page with the run. */
const trainingLink = (session: Session): string => withQuestion(linkOf(session), 'training', trainingForm.write(trainingOf(session).current)).href;

export const trainingOrigin = (session: Session, answer: TrainingEstimate, figure: string): Origin =>
  originOfAnswer(answer, trainingLink(session), figure);
