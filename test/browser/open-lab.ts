/** The lab at an address of its own, with one of its pages open. */
import { afterEach } from 'vitest';
import { RunHistory } from '../../src/session/run-history.ts';
import { Session } from '../../src/session/session.ts';
import type { PageId } from '../../src/share/pages.ts';
import type { LabApp } from '../../src/ui/page/app.ts';
import '../../src/ui/page/app.ts';
import { measuringWith } from './fake-run.ts';
import { openPage, until } from './mount.ts';

const before = location.href;
afterEach(() => history.replaceState(null, '', before));

/**
 * @param search the query that the address has
 * @param tag an element of the page, which is there once the page is
 * @param prepare the session, before the page is drawn
 */
export async function openLab(page: PageId, search: string, tag: string, prepare: (session: Session) => void = () => undefined): Promise<LabApp> {
  const url = new URL(location.href);
  url.search = search;
  history.replaceState(null, '', url);
  const app = document.createElement('lab-app');
  app.session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
  prepare(app.session);
  document.body.append(app);
  await until(() => app.shadowRoot?.querySelector('lab-sentence') !== null, 'the first page');
  await openPage(app, page);
  await until(() => app.shadowRoot?.querySelector(tag) !== null, `the page ${page}`);
  return app;
}
