/** What a page of the lab gives to the frame: how it is drawn, inside the frame's own root, so that an address can name each figure. */
import type { TemplateResult } from 'lit';
import type { Session } from '../../session/session.ts';

export interface Frame {
  readonly session: Session;
  /** False until the first screen has been drawn and what it did not need has arrived. */
  readonly ready: boolean;
}

export interface PageView {
  draw(frame: Frame): TemplateResult;
  /** The document's title, where it says more than the page's question. */
  title?(session: Session): string;
}
