/** The link that a figure carries away with it: the scenario on the page, without any result. */
import { scenarioLink } from '../../share/scenario-link.ts';
import type { Session } from '../../session/session.ts';

export function linkOf(session: Session): string {
  return scenarioLink(location.href, session.scenario.current).href;
}
