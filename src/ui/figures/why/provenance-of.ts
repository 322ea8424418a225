/** Where a figure came from, in the words that every copy and picture of it carries. */
import { provenance, type ExportTable } from '../../../share/export.ts';
import { scenarioLink } from '../../../share/scenario-link.ts';
import type { Session } from '../../../session/session.ts';
import { adapterName } from '../../text/device.ts';

/** The link that a figure carries: the scenario on the page, without any result. */
export function linkOf(session: Session): string {
  return scenarioLink(location.href, session.scenario.current).href;
}

/** Version, day, run and sources. */
export function headerOf(session: Session): ExportTable['header'] {
  const { run, estimate, claimedAnchors } = session;
  const claimed: ExportTable['header'] = claimedAnchors.length === 0 ? [] : [['anchored', 'on points that a link claims, not measured here']];
  return [
    ...provenance({
      modelVersion: estimate.modelVersion,
      date: new Date().toISOString().slice(0, 10),
      ...(run && { plan: run.plan, device: adapterName(run.adapter) }),
      link: linkOf(session),
      sources: estimate.sources,
    }),
    ...claimed,
  ];
}
