/** The question of the page and its plans, one of each for a session: all figures of the page show the same. */
import { PageQuestion } from '../../../session/page-question.ts';
import { PlacementView } from '../../../session/placement-view.ts';
import type { Session } from '../../../session/session.ts';
import type { AskedPlacement } from './asked.ts';
import { openingQuestion } from './examples.ts';
import { readPlacement } from './read.ts';

export interface PlacementPage {
  readonly question: PageQuestion<AskedPlacement>;
  readonly view: PlacementView<AskedPlacement>;
}

const pages = new WeakMap<Session, PlacementPage>();

export function placementPage(session: Session): PlacementPage {
  return pages.get(session) ?? newPage(session, new PlacementView());
}

/** With plans from elsewhere: for tests. */
export function newPage(session: Session, view: PlacementView<AskedPlacement>): PlacementPage {
  const opening = JSON.stringify(openingQuestion);
  const page: PlacementPage = {
    question: new PageQuestion(session.navigation, {
      key: 'placement',
      read: readPlacement,
      write: (value) => (JSON.stringify(value) === opening ? null : value),
    }),
    view,
  };
  pages.set(session, page);
  return page;
}
