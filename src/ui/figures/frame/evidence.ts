/**
 * `<lab-evidence>`: how a number is known, as a mark and a word, drawn the same everywhere. The five marks and what
 * they mean are one hover, tap or key away. An answer through points that a link claims is claimed, whatever it would be with points
 * of one's own.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { evidenceLegend, evidenceMeaning } from '../../../units/format.ts';
import type { Evidence } from '../../../units/quantity.ts';
import { textStyles } from '../../style/text.styles.ts';
import { evidenceStyles } from './evidence.styles.ts';

const stroke = { fill: 'none', stroke: 'currentColor' };

/** The mark as a 12 px drawing: ● solid, ◉ ringed, ◐ half, ○ hollow, ◌ dashed. */
export function evidenceIcon(evidence: Evidence): TemplateResult {
  const ring = svg`<circle cx="6" cy="6" r="4.6" fill=${stroke.fill} stroke=${stroke.stroke} stroke-width="1.6" stroke-dasharray=${evidence === 'projected' ? '1.9 1.7' : nothing}/>`;
  const inside = {
    measured: svg`<circle cx="6" cy="6" r="5.4" fill="currentColor"/>`,
    anchored: svg`<circle cx="6" cy="6" r="2.3" fill="currentColor"/>`,
    interpolated: svg`<path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="currentColor"/>`,
    prior: nothing,
    projected: nothing,
  }[evidence];
  return html`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${ring}${inside}</svg>`;
}

@customElement('lab-evidence')
export class LabEvidence extends SignalWatcher(LitElement) {
  static override styles = [textStyles, evidenceStyles];

  @property() evidence: Evidence = 'prior';
  @consume({ context: sessionContext })
  @property({ attribute: false })
  session: Session | undefined;

  protected override render(): TemplateResult {
    const { word, meaning } = this.said(this.evidence);
    return html`<button type="button" aria-label="${word}: ${meaning}. What the marks mean" @click=${this.show}>
        ${evidenceIcon(this.evidence)}<span>${word}</span>
      </button>
      <div popover="auto" id="legend" role="dialog" aria-label="How a number is known">
        <dl>
          ${evidenceLegend.map(
            ({ evidence }) =>
              html`<dt class=${evidence === this.evidence ? 'this' : ''}>${evidenceIcon(evidence)}<b>${this.said(evidence).word}</b></dt>
                <dd>${this.said(evidence).meaning}</dd>`,
          )}
        </dl>
        <p>Intervals are 80 %: one answer in five lies outside.</p>
      </div>`;
  }

  private said(evidence: Evidence): { readonly word: string; readonly meaning: string } {
    if (evidence === 'anchored' && (this.session?.claimedAnchors.length ?? 0) > 0)
      return { word: 'claimed', meaning: 'tied to a point that the link claims and nobody has measured here' };
    return { word: evidence, meaning: evidenceMeaning(evidence) };
  }

  private show(event: Event): void {
    const button = event.currentTarget as HTMLElement;
    const panel = this.renderRoot.querySelector<HTMLElement>('[popover]');
    if (!panel) return;
    panel.togglePopover();
    const { left, bottom, top } = button.getBoundingClientRect();
    panel.style.left = `${Math.max(12, Math.min(left, innerWidth - panel.offsetWidth - 12))}px`;
    panel.style.top = `${bottom + 6 + panel.offsetHeight > innerHeight ? top - 6 - panel.offsetHeight : bottom + 6}px`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-evidence': LabEvidence;
  }
}
