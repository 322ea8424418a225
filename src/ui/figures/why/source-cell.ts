/** Where a fact or an assumption comes from, as a link with its day. */
import { html, type TemplateResult } from 'lit';
import type { CitedFact } from '../../../estimate/views/why/why.ts';
import { formatDate } from '../../../units/format.ts';
import { sourceLines, type SourceLine } from '../../text/assumption.ts';

/** The first source by its short name; the others fold under it. */
export function sourceCell(cited: CitedFact): TemplateResult {
  const [first, ...others] = sourceLines(cited);
  const { date } = cited;
  if (!first) return html`a choice`;
  if (others.length === 0) return html`${sourceLink(first)}, ${formatDate(date)}`;
  return html`${sourceLink(first)}, ${formatDate(date)},
    <details>
      <summary>and ${others.length} more</summary>
      ${others.map((line) => html`<div>${sourceLink(line, line.title)}</div>`)}
    </details>`;
}

function sourceLink({ short, title, url }: SourceLine, words = short): TemplateResult {
  return url === null ? html`<span title=${title}>${words}</span>` : html`<a href=${url} title=${title} rel="noreferrer">${words}</a>`;
}
