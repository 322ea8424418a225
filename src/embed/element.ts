/**
 * `<inference-cost-lab>`: one figure of the lab in anybody's page. Until a click it is a poster made of what its snippet
 * carries; on a click, or with `live`, the engine loads, once for all figures of the page. It parses no markup, writes no
 * `style` attribute and needs no storage, so that it works in a sandboxed frame and under a strict policy.
 */
import { formatDate } from '../units/format.ts';
import { attributeNames, readAttributes, type AttributeName, type GivenAttributes, type ReadAttributes } from './attributes.ts';
import { bars } from './bars.ts';
import { Card } from './card.ts';
import { button } from './dom.ts';
import type { LabError, LabEvents } from './events.ts';
import { labLink } from './lab-address.ts';
import type { LivePart, Shown, StartLive } from './live-part.ts';
import { paintedScheme, watchScheme } from './scheme.ts';
import { accentSheet, sheets } from './sheets.ts';

/** How a figure is called where the snippet does not say it. */
const headings: Readonly<Record<ReadAttributes['figure'], string>> = {
  answer: 'What a million output tokens cost',
  costs: 'What a million output tokens cost on each accelerator',
  time: 'Where the time of a token goes',
  fleet: 'How many accelerators a load needs, and what they cost',
  frontier: 'Cost against speed, accelerator by accelerator',
  measure: 'What your GPU can do',
};

export class InferenceCostLab extends HTMLElement {
  static readonly observedAttributes: readonly string[] = attributeNames;
  /** Loads what answers; the script that defines the element sets it. One call serves every figure of a page. */
  static load: () => Promise<StartLive> = () => Promise.reject(new Error('no engine was given'));
  /** Where the lab is that this script came from. */
  static lab = 'http://localhost/';

  readonly #accent = accentSheet();
  readonly #changeButton = button('Change it', 'secondary', () => void this.#press('change'));
  readonly #measureButton = button('Measure your GPU', 'secondary', () => void this.#press('measure'));
  readonly #card = new Card([this.#changeButton, this.#measureButton]);
  #attributes: ReadAttributes | null = null;
  #live: LivePart | null = null;
  #loading: Promise<LivePart | null> | null = null;
  #answered = false;
  #queued = false;
  #ready = false;
  #livesProblems: readonly LabError[] = [];
  /** Said already: an attribute that stays wrong is no new error. */
  #said = new Set<string>();
  #stopWatching = (): void => undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [...sheets(), this.#accent.sheet];
    root.append(this.#card.element);
  }

  get scenario(): string {
    return this.getAttribute('scenario') ?? '';
  }
  set scenario(value: string) {
    this.setAttribute('scenario', value);
  }
  get figure(): string {
    return this.getAttribute('figure') ?? 'answer';
  }
  set figure(value: string) {
    this.setAttribute('figure', value);
  }
  get heading(): string {
    return this.getAttribute('heading') ?? '';
  }
  set heading(value: string) {
    this.setAttribute('heading', value);
  }
  get value(): string {
    return this.getAttribute('value') ?? '';
  }
  set value(value: string) {
    this.setAttribute('value', value);
  }
  get chart(): string {
    return this.getAttribute('chart') ?? '';
  }
  set chart(value: string) {
    this.setAttribute('chart', value);
  }
  get theme(): string {
    return this.getAttribute('theme') ?? 'auto';
  }
  set theme(value: string) {
    this.setAttribute('theme', value);
  }
  get accent(): string {
    return this.getAttribute('accent') ?? '';
  }
  set accent(value: string) {
    this.setAttribute('accent', value);
  }
  get lab(): string {
    return this.getAttribute('lab') ?? '';
  }
  set lab(value: string) {
    this.setAttribute('lab', value);
  }
  get live(): boolean {
    return this.hasAttribute('live');
  }
  set live(value: boolean) {
    this.toggleAttribute('live', value);
  }

  connectedCallback(): void {
    this.#stopWatching = watchScheme(() => this.#paint());
    this.#queue();
  }

  disconnectedCallback(): void {
    this.#stopWatching();
    this.#live?.end();
    this.#live = null;
    this.#loading = null;
    this.#answered = false;
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#queue();
  }

  /** Several attributes set one after the other are one change. */
  #queue(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#update();
    });
  }

  #update(): void {
    const given = Object.fromEntries(attributeNames.map((name: AttributeName) => [name, this.getAttribute(name)])) as GivenAttributes;
    const attributes = readAttributes(given, (text) => CSS.supports('color', text), InferenceCostLab.lab);
    this.#attributes = attributes;
    this.#accent.set(attributes.accent);
    this.#measureButton.className = attributes.figure === 'measure' ? 'primary' : 'secondary';
    this.#paint();
    if (this.#live) this.#live.update(attributes);
    else this.#card.show(poster(attributes), this.#link(attributes));
    this.#sayProblems();
    if (!this.#ready) {
      this.#ready = true;
      this.#tell('lab-ready', { live: false });
    }
    if (attributes.live) void this.#goLive();
  }

  #link({ lab, figure, scenario }: ReadAttributes): string {
    return labLink(lab, figure, scenario);
  }

  /** Light or dark: as asked, else as the page around. */
  #paint(): void {
    const theme = this.#attributes?.theme ?? 'auto';
    const scheme = theme === 'auto' ? paintedScheme(this) : theme;
    this.#card.element.classList.toggle('light', scheme === 'light');
    this.#card.element.classList.toggle('dark', scheme === 'dark');
  }

  async #press(what: 'change' | 'measure'): Promise<void> {
    const live = await this.#goLive();
    if (live === null) return;
    if (what === 'measure') live.measure();
    else {
      const open = live.toggleControls();
      this.#changeButton.setAttribute('aria-expanded', String(open));
      this.#changeButton.textContent = open ? 'Done' : 'Change it';
    }
  }

  /** @returns null where the engine could not be loaded, which was then said */
  #goLive(): Promise<LivePart | null> {
    return (this.#loading ??= this.#start());
  }

  async #start(): Promise<LivePart | null> {
    this.#card.busy('Loading the engine …');
    try {
      const startLive = await InferenceCostLab.load();
      const attributes = this.#attributes;
      if (!this.isConnected || attributes === null) return null;
      this.#livesProblems = [];
      const live = startLive({
        show: (shown) => this.#show(shown),
        controls: (controls) => this.#card.controls(controls),
        busy: (words) => this.#card.busy(words),
        changed: (scenario) => {
          this.scenario = scenario;
          this.#tell('lab-change', { scenario });
        },
        result: (result) => {
          if (!this.#answered) this.#tell('lab-ready', { live: true });
          this.#answered = true;
          this.#tell('lab-result', result);
        },
        problems: (problems) => {
          this.#livesProblems = problems;
          this.#sayProblems();
        },
      });
      this.#live = live;
      live.update(attributes);
      return live;
    } catch (error) {
      this.#loading = null;
      const why = error instanceof Error ? error.message : String(error);
      this.#livesProblems = [{ code: 'engine', attribute: null, message: `The engine could not be loaded, so this figure stays as it is. ${why}` }];
      this.#sayProblems();
      return null;
    } finally {
      this.#card.busy('');
    }
  }

  #show(shown: Shown): void {
    if (this.#attributes) this.#card.show(shown, this.#link(this.#attributes));
  }

  #sayProblems(): void {
    const own = (this.#attributes?.problems ?? []).map(({ attribute, message }): LabError => ({ code: 'attribute', attribute, message }));
    const all = [...own, ...this.#livesProblems];
    this.#card.problems(all.map(({ message }) => message));
    for (const problem of all) if (!this.#said.has(problem.message)) this.#tell('lab-error', problem);
    this.#said = new Set(all.map(({ message }) => message));
  }

  #tell<Name extends keyof LabEvents>(name: Name, detail: LabEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** What the snippet carries, as of its day. */
function poster({ figure, heading, value, rows }: ReadAttributes): Shown {
  return {
    heading: heading ?? headings[figure],
    quantity: value?.quantity ?? null,
    words: null,
    body: value && rows.length > 0 ? [bars(rows, value.quantity.unit)] : [],
    source: value ? [`as of ${formatDate(value.date)} · model ${value.modelVersion}`] : [],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'inference-cost-lab': InferenceCostLab;
  }
}
