/**
 * `<lab-history>`: earlier runs in this browser, to look at again, to hold two of them against each other, or to delete, which can be undone.
 * The claim of a link that was opened can be one of the two.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Run } from '../../../run/run.ts';
import { sessionContext } from '../../../session/context.ts';
import { clearRuns, deleteRun, type Undo } from '../../../session/delete-runs.ts';
import type { Session } from '../../../session/session.ts';
import { formatDate, formatRate } from '../../../units/format.ts';
import type { NamedRun } from './compare.ts';
import { originOf } from '../why/origin-of.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { adapterName } from '../../text/device.ts';
import { historyStyles } from './history.styles.ts';

/** Shown at first; all are kept. */
const first = 6;

interface Listed extends NamedRun {
  /** When it was made; `claim` for that of a link. */
  readonly key: string;
  readonly claimed: boolean;
}

@customElement('lab-history')
export class LabHistory extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, historyStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private all = false;
  /** Keys of at most two, in the order in which they were picked. */
  @state() private picked: readonly string[] = [];
  /** The newest deletion, and what takes it back. */
  @state() private deleted: { readonly words: string; readonly undo: Promise<Undo> } | null = null;
  @query('.undo') private readonly undoButton!: HTMLElement | null;

  protected override render(): TemplateResult {
    const { runs, unread } = this.session.history;
    const listed = this.listed();
    return html`<details>
      <summary>${runs.length === 0 ? 'Earlier runs in this browser: none yet' : `Earlier runs in this browser: ${runs.length}`}</summary>
      ${listed.length === 0 ? html`<p class="note">Finished runs are kept here, in this browser alone, and can be cleared.</p>` : this.table(listed)}
      ${unread > 0 ? html`<p class="note">${unreadWords(unread)}</p>` : nothing}
      ${runs.length + unread > 0 ? html`<button class="plain clear" type="button" @click=${() => this.delete('All earlier runs were deleted.', clearRuns(this.session.history))}>Clear all</button>` : nothing}
      <p class="note" role="status">${this.deleted?.words}</p>
      ${this.deleted ? html`<button class="plain undo" type="button" @click=${this.undo}>Undo</button>` : nothing} ${this.comparison(listed)}
    </details>`;
  }

  /** The claim first, then runs from the newest on. */
  private listed(): readonly Listed[] {
    const { history, heardClaim } = this.session;
    const runs = history.runs.map((run): Listed => ({ key: run.when, run, name: whenWords(run), claimed: false }));
    return heardClaim ? [{ key: 'claim', run: heardClaim.run, name: 'the link’s claim', claimed: true }, ...runs] : runs;
  }

  private table(listed: readonly Listed[]): TemplateResult {
    const shown = this.all ? listed : listed.slice(0, first);
    const picked = this.pickedOf(listed);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Earlier runs">
        <table>
          <thead>
            <tr>
              ${listed.length > 1 ? html`<th scope="col">Compare</th>` : nothing}
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Plan</th>
              <th scope="col" class="numeric">f32 FMA</th>
              <th scope="col" class="numeric">Stream read</th>
              <th scope="col"><span class="hidden-visually">Show or delete</span></th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((each) => this.row(each, listed.length > 1, picked))}
          </tbody>
        </table>
      </div>
      ${listed.length > 1 && picked.length < 2 ? html`<p class="note" role="status">${picked.length === 0 ? 'Pick two to see them side by side.' : 'Pick one more to see the two side by side.'}</p>` : nothing}
      ${listed.length > first ? html`<button class="plain" type="button" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Show the newest' : `Show all ${listed.length}`}</button>` : nothing}`;
  }

  private row({ key, run, name, claimed }: Listed, comparable: boolean, picked: readonly string[]): TemplateResult {
    const { fmaF32, read } = run.ceilings;
    const chosen = picked.includes(key);
    return html`<tr>
      ${comparable ? html`<td><input type="checkbox" aria-label="Compare ${claimed ? 'the link’s claim' : `the run of ${name}`}" .checked=${live(chosen)} ?disabled=${!chosen && picked.length >= 2} @change=${() => this.pick(key, picked)} /></td>` : nothing}
      <td>${claimed ? `${formatDate(run.when)}, claimed by a link` : name}</td>
      <td>${adapterName(run.adapter, claimed ? 'Some' : 'This')}</td>
      <td>${run.plan}</td>
      <td class="numeric">${fmaF32 ? formatRate(fmaF32, 'FLOP/s').text : '–'}</td>
      <td class="numeric">${read ? formatRate(read, 'B/s').text : '–'}</td>
      <td>
        ${
          claimed
            ? nothing
            : html`<button class="plain" type="button" @click=${() => void this.session.show(run)}>
                  Show<span class="hidden-visually"> the run of ${name}</span>
                </button>
                <button
                  class="plain"
                  type="button"
                  @click=${() => this.delete(`The run of ${name} was deleted.`, deleteRun(this.session.history, run))}
                >
                  Delete<span class="hidden-visually"> the run of ${name}</span>
                </button>`
        }
      </td>
    </tr>`;
  }

  /** The button that was pressed may go with its row: the next thing to press is what takes it back. */
  private delete(words: string, undo: Promise<Undo>): void {
    this.deleted = { words, undo };
    void undo.then(() => this.updateComplete).then(() => this.undoButton?.focus());
  }

  private undo(): void {
    void this.deleted?.undo.then((undo) => undo());
    this.deleted = null;
    this.renderRoot.querySelector('summary')?.focus();
  }

  /** The newer against the older, one's own against a claim. */
  private comparison(listed: readonly Listed[]): TemplateResult | typeof nothing {
    const picked = this.pickedOf(listed);
    const [one, other] = listed
      .filter(({ key }) => picked.includes(key))
      .sort((a, b) => Number(b.claimed) - Number(a.claimed) || a.key.localeCompare(b.key));
    if (!one || !other) return nothing;
    return html`<lab-compare .first=${one} .second=${other} .origin=${originOf(this.session, 'history')}></lab-compare>`;
  }

  private pickedOf(listed: readonly Listed[]): readonly string[] {
    return this.picked.filter((key) => listed.some((each) => each.key === key));
  }

  private pick(key: string, picked: readonly string[]): void {
    void import('./compare.ts');
    this.picked = picked.includes(key) ? picked.filter((each) => each !== key) : [...picked, key];
  }
}

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
/** A date that cannot be read stands as it is written. */
function whenWords({ when }: Run): string {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? when : times.format(date);
}

const unreadWords = (count: number): string =>
  count === 1
    ? 'One more stored entry is no run that this page can read, and was left out.'
    : `${count} more stored entries are no runs that this page can read, and were left out.`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-history': LabHistory;
  }
}
