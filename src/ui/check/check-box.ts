/**
 * `<lab-check-box>`: one box for what a benchmark printed or saved: pasted, dropped, or chosen as a file. It is read on the page; what
 * cannot be read is answered beside it with its line and with what was expected.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { checkViewOf, mostResults, type CheckState, type CheckView } from '../../session/check-view.ts';
import type { Session } from '../../session/session.ts';
import { sessionContext } from '../../session/context.ts';
import { formatCount, formatCounted, formatRate } from '../../units/format.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { capitalisedWord, sentence } from '../text/check-words.ts';
import { checkStyles } from './check.styles.ts';
import { exampleGiven, exampleText } from './example.ts';

/** Characters that a text box shows without becoming slow; a longer file is read and not shown. */
const longestShown = 200_000;
/** Bytes. A result with every request's own times has some megabytes. */
const largest = 256 * 2 ** 20;
/** Milliseconds of quiet before typed text is read. */
const quiet = 300;

@customElement('lab-check-box')
export class LabCheckBox extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('textarea') private readonly field!: HTMLTextAreaElement;
  @query('input') private readonly file!: HTMLInputElement;
  @state() private over = false;
  /** The file that was read, where one was. */
  @state() private name = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  private get view(): CheckView {
    return checkViewOf(this.session);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override firstUpdated(): void {
    this.show(this.view.text);
  }

  protected override render(): TemplateResult {
    const { state, found } = this.view;
    const wrong = state.kind === 'unreadable' || state.kind === 'failed';
    return html`<div class=${this.over ? 'over' : ''} @dragover=${this.onDrag} @dragleave=${() => (this.over = false)} @drop=${this.onDrop}>
      <label class="field"
        ><span>What vllm bench serve, sglang.bench_serving, AIPerf, GenAI-Perf, trtllm-bench, inference-perf or llama-bench printed or saved</span
        ><textarea
          spellcheck="false"
          autocapitalize="none"
          placeholder="============ Serving Benchmark Result ============"
          aria-describedby="said"
          aria-invalid=${state.kind === 'unreadable' ? 'true' : nothing}
          @input=${this.onInput}
          @paste=${() => setTimeout(() => this.take())}
        ></textarea>
      </label>
      <div class="row">
        <p class="said ${wrong ? 'wrong' : ''}" id="said" role="status">${stateWords(state, found, this.name)}</p>
        <input type="file" hidden @change=${this.onFile} />
        ${state.kind === 'failed' ? html`<button class="secondary" type="button" @click=${() => void this.view.again()}>Try again</button>` : nothing}
        <button class="secondary" type="button" @click=${() => this.file.click()}>Choose a file</button>
        ${
          state.kind === 'empty'
            ? html`<button class="secondary" type="button" @click=${this.example}>Show me an example</button>`
            : html`<button class="secondary" type="button" @click=${this.clear}>Clear</button>`
        }
      </div>
    </div>`;
  }

  /** Typing is read once it rests. */
  private onInput(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.take(), quiet);
  }

  private take(): void {
    clearTimeout(this.#timer);
    this.name = '';
    if (this.field.value !== this.view.text) void this.view.read(this.field.value);
  }

  private onDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  }

  private onDrop(event: DragEvent): void {
    this.over = false;
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    void this.open(file);
  }

  private onFile(): void {
    const [file] = this.file.files ?? [];
    // The same file again is a change too: it may have been written anew.
    if (file) void this.open(file).finally(() => (this.file.value = ''));
  }

  private async open(file: File): Promise<void> {
    clearTimeout(this.#timer);
    this.name = file.name;
    if (file.size > largest) {
      this.view.refuse(`${file.name} has ${formatRate(file.size, 'B').text}: longer than the ${formatRate(largest, 'B').text} that are read.`);
      return;
    }
    try {
      const text = await file.text();
      this.show(text);
      await this.view.read(text);
    } catch {
      this.view.refuse(`${file.name} could not be read: it may have been moved, or changed while it was opened.`);
    }
  }

  private show(text: string): void {
    this.field.value = text.length > longestShown ? '' : text;
  }

  private example(): void {
    this.name = '';
    this.show(exampleText);
    void this.view.read(exampleText, exampleGiven);
  }

  private clear(): void {
    clearTimeout(this.#timer);
    this.name = '';
    this.show('');
    void this.view.read('');
    this.field.focus();
  }
}

function stateWords(state: CheckState, found: number, name: string): string {
  const of = name === '' ? '' : `${name}: `;
  switch (state.kind) {
    case 'empty':
      return 'Paste it, drop a file, or choose one. It is read on this page; nothing is uploaded.';
    case 'reading':
      return `${of}reading …`;
    case 'unreadable':
      return state.where === '' ? sentence(state.message) : `${capitalisedWord(state.where)}: ${sentence(state.message)}`;
    case 'judging':
      return `${of}${state.of === 1 ? 'working it out' : `working out ${formatCount(state.done + 1)} of ${formatCounted(state.of, 'result')}`} …`;
    case 'judged':
      return `${of}${formatCounted(found, 'result')} read on this page, nothing uploaded.${found > mostResults ? ` The first ${formatCount(mostResults)} are judged; estimate --from on the command line judges all.` : ''}`;
    case 'failed':
      return `This could not be worked out: ${sentence(state.message)}`;
    default:
      return state satisfies never;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-check-box': LabCheckBox;
  }
}
