/** Where the lab itself answers the same question: the link at the foot of every figure. */
import type { FigureName } from '../share/poster.ts';

/** The lab's page with the figure, below its address. */
const pages: Readonly<Record<FigureName, string>> = {
  answer: '',
  costs: '#costs',
  time: '#time',
  fleet: '#costs',
  frontier: '#costs',
  measure: 'measure/',
};

/** @param lab with a slash at the end */
export function labLink(lab: string, figure: FigureName, scenario: string): string {
  const url = new URL(pages[figure], lab);
  // Through the reader of queries, so that whatever stood in an attribute is a query and nothing else.
  url.search = new URLSearchParams(scenario).toString();
  return url.href;
}
