/** Where the figures of a check came from. What was pasted stays on the page, so that no address brings it back. */
import type { Session } from '../../session/session.ts';
import type { Origin } from '../../share/origin.ts';
import { originOf } from '../figures/why/origin-of.ts';

export const checkOrigin = (session: Session, figure: string): Origin => ({ ...originOf(session, figure), link: '' });
