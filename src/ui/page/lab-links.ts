/** Links that lead to another page of the lab, or to a figure of this one: they are followed without loading anything again. */
import type { Navigation } from '../../session/navigation.ts';
import { pages } from '../../share/pages.ts';

/** The address that a press on a link of the lab leads to; null where the browser should follow it, as with a new tab or a file. */
export function labLink(event: MouseEvent, { root }: Navigation): URL | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
  if (!link || link.target !== '' || link.hasAttribute('download')) return null;
  const url = new URL(link.href, location.href);
  const known = pages.some(({ path }) => url.pathname === root + path);
  return url.origin === location.origin && (known || url.pathname === location.pathname) ? url : null;
}
