/** The task that a session asks about, kept in the address, and its answer. */
import type { AgentEstimate, AgentInput } from '../../index.ts';
import { Answering, answeringOf } from '../../session/answering.ts';
import { PageQuestion } from '../../session/page-question.ts';
import type { Session } from '../../session/session.ts';
import { taskForm, type TaskQuestion } from '../text/task-question.ts';

const questions = new WeakMap<Session, PageQuestion<TaskQuestion>>();

export function taskOf(session: Session): PageQuestion<TaskQuestion> {
  const question = questions.get(session) ?? new PageQuestion(session.navigation, taskForm);
  questions.set(session, question);
  return question;
}

export const taskAnswerOf = answeringOf(() => new Answering<AgentInput, AgentEstimate>((api, input, onProgress) => api.agent(input, onProgress)));
