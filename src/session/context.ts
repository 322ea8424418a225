/** The session, provided once by the page and consumed by the elements that need more than their own data. */
import { createContext } from '@lit/context';
import type { Session } from './session.ts';

export const sessionContext = createContext<Session>(Symbol('session'));
