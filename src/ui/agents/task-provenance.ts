/** Where the figures of a task came from, in the words that every copy of them carries. */
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { withQuestion } from '../../session/address.ts';
import type { Session } from '../../session/session.ts';
import { provenance, type ExportTable } from '../../share/export.ts';
import { linkOf } from '../figures/why/provenance-of.ts';
import { taskForm } from '../text/task-question.ts';
import { taskOf } from './task-session.ts';

/** The scenario on the page with the task. */
export const taskLink = (session: Session): string => withQuestion(linkOf(session), 'task', taskForm.write(taskOf(session).current)).href;

export const taskHeader = (session: Session, { modelVersion, sources }: AgentEstimate): ExportTable['header'] =>
  provenance({ modelVersion, date: new Date().toISOString().slice(0, 10), link: taskLink(session), sources });
