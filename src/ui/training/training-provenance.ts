/** Where the figures of a run came from, in the words that every copy of them carries. */
import type { TrainingEstimate } from '../../estimate/training/training-estimate.ts';
import { withQuestion } from '../../session/address.ts';
import type { Session } from '../../session/session.ts';
import { provenance, type ExportTable } from '../../share/export.ts';
import { linkOf } from '../figures/why/provenance-of.ts';
import { trainingForm } from '../text/training-question.ts';
import { trainingOf } from './training-session.ts';

/** The scenario on the page with the run. */
export const trainingLink = (session: Session): string =>
  withQuestion(linkOf(session), 'training', trainingForm.write(trainingOf(session).current)).href;

export const trainingHeader = (session: Session, { modelVersion, sources }: TrainingEstimate): ExportTable['header'] =>
  provenance({ modelVersion, date: new Date().toISOString().slice(0, 10), link: trainingLink(session), sources });
