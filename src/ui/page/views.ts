/** What draws a page; only the page that is opened is loaded. */
import type { PageId } from '../../share/pages.ts';
import { costView } from '../cost/cost-view.ts';
import type { PageView } from './page-view.ts';

/** Loads a page; the one that most visits open is there from the start. */
export async function loadView(id: PageId): Promise<PageView> {
  return id === 'cost' ? costView : (await import('./other-views.ts')).loadOtherView(id);
}
