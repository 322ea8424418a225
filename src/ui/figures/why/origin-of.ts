/** Where a figure came from, in the words that every copy and picture of it carries. */
import type { FigureName } from '../../../share/poster.ts';
import type { Origin } from '../../../share/origin.ts';
import { scenarioLink } from '../../../share/scenario-link.ts';
import type { Session } from '../../../session/session.ts';
import { adapterName } from '../../text/device.ts';
import { sourceTitles } from '../../text/source-titles.ts';

/** The link that an answer carries: the scenario on the page, without any result. */
export function linkOf(session: Session): string {
  return scenarioLink(location.href, session.scenario.current).href;
}

/** @param figure id of the figure, which the address then names */
export function originOf(session: Session, figure: string): Origin {
  const { run, estimate, claimedAnchors } = session;
  return {
    modelVersion: estimate.modelVersion,
    date: new Date().toISOString().slice(0, 10),
    link: `${linkOf(session)}#${figure}`,
    sources: sourceTitles(estimate.sources),
    more: [
      ...(run ? [['measured', [run.plan, adapterName(run.adapter)].filter(Boolean).join(', ')] as const] : []),
      ...(claimedAnchors.length === 0 ? [] : [['anchored', 'on points that a link claims, not measured here'] as const]),
    ],
  };
}

/** Of an answer other than the estimate on the page. @param link that opens it @param date of its facts where it has one; else today */
export const originOfAnswer = (
  { modelVersion, sources }: { readonly modelVersion: string; readonly sources: readonly string[] },
  link: string,
  figure: string,
  date = new Date().toISOString().slice(0, 10),
): Origin => ({ modelVersion, date, link: `${link}#${figure}`, sources: sourceTitles(sources), more: [] });

/** Where the page about embedding shows this figure. */
export const embedOf = ({ navigation }: Session, figure: FigureName): string => `${navigation.hrefOf('embed', 'snippets')}&figure=${figure}`;

/** The same with what else it needs to be made again. */
export const withMore = (origin: Origin, more: Origin['more']): Origin => ({ ...origin, more: [...origin.more, ...more] });
