/** Where the figures of a task came from, in the words that every copy of them carries. */
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import { withQuestion } from '../../session/address.ts';
import type { Session } from '../../session/session.ts';
import type { Origin } from '../../share/origin.ts';
import { linkOf, originOfAnswer } from '../figures/why/origin-of.ts';
import { taskForm } from '../text/task-question.ts';
import { taskOf } from './task-session.ts';

/** The scenario on the page with the task. */
const taskLink = (session: Session): string => withQuestion(linkOf(session), 'task', taskForm.write(taskOf(session).current)).href;

export const taskOrigin = (session: Session, answer: AgentEstimate, figure: string): Origin => originOfAnswer(answer, taskLink(session), figure);
