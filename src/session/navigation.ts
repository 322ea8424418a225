/**
 * Which page the address names and which figure on it. Opening a page is a step in the history, so that Back returns to where the reader
 * was, scrolled as it was; edits of the scenario replace the step they were made in (`address-bar.ts`).
 */
import { signal } from '@lit-labs/signals';
import { pageById, pageOfFigure, pages, type LabPage, type PageId } from '../share/pages.ts';

/** What brought the reader here, which decides where the page is scrolled to. */
export type Arrival = { readonly kind: 'opened' | 'went' } | { readonly kind: 'returned'; readonly scroll: number };

interface StepState {
  readonly scroll?: number;
}

/** A fragment holds a figure (`#costs`), a result (`#r=1.…`), or both. */
export function figureIn(hash: string): string | null {
  for (const part of hash.replace(/^#/, '').split('&')) if (/^[a-z][a-z-]*$/.test(part)) return part;
  return null;
}

/** `#snippets&figure=costs`: what the page is opened for. */
const subjectIn = (hash: string): string | null => /[#&]figure=([a-z]+)(?=&|$)/.exec(hash)?.[1] ?? null;

export class Navigation {
  /** The folder that the lab is served from, with a slash at the end. */
  readonly root: string;
  readonly #page = signal<LabPage>(pageById('cost'));
  readonly #figure = signal<string | null>(null);
  /** What the page is opened for, of those that can be told: the figure that is to be embedded. */
  readonly #subject = signal<string | null>(null);
  readonly #search = signal('');
  readonly #arrival = signal<Arrival>({ kind: 'opened' });

  constructor() {
    const { root, page } = placeOf(location.pathname, document.documentElement.dataset['page'] ?? null);
    this.root = root;
    this.#page.set(page);
    this.#read();
  }

  get page(): LabPage {
    return this.#page.get();
  }

  get figure(): string | null {
    return this.#figure.get();
  }

  get subject(): string | null {
    return this.#subject.get();
  }

  /** What stands in the address after `#`, but for a result. */
  get fragment(): string {
    return [this.figure, this.subject && `figure=${this.subject}`].filter(Boolean).join('&');
  }

  /** The query as the address last had it. */
  get search(): string {
    return this.#search.get();
  }

  /** A new object for each arrival, also at the page that was open. */
  get arrival(): Arrival {
    return this.#arrival.get();
  }

  /** The address of a page with the scenario that is on screen, to open here or in a tab of its own. */
  hrefOf(id: PageId, figure: string | null = null): string {
    return `${this.root}${pageById(id).path}${this.search}${figure === null ? '' : `#${figure}`}`;
  }

  /**
   * Opens a page, or a figure of the page that is open.
   * @param to the fragment that leads there
   * @param result what stays beside it
   * @param search another query, where the link had one
   */
  go(id: PageId, to: string, result: string, search = this.search): void {
    this.remember();
    this.#search.set(search);
    this.#page.set(pageById(id));
    this.#figure.set(figureIn(to));
    this.#subject.set(subjectIn(to));
    const hash = [this.fragment, result].filter(Boolean).join('&');
    history.pushState({} satisfies StepState, '', `${this.hrefOf(id)}${hash ? `#${hash}` : ''}`);
    this.#arrival.set({ kind: 'went' });
  }

  /** Back and Forward, or an address edited by hand. */
  returned(state: unknown): void {
    const { page } = placeOf(location.pathname, null, this.root);
    this.#page.set(page);
    this.#read();
    this.#arrival.set({ kind: 'returned', scroll: scrollIn(state) });
  }

  /** Keeps where this step is scrolled to, for when the reader comes back to it; called a moment after each scroll. */
  remember(): void {
    const state = history.state as StepState | null;
    if (scrollIn(state) !== scrollY) history.replaceState({ ...state, scroll: scrollY } satisfies StepState, '');
  }

  /**
   * From now on each step remembers its scroll. A step without a state is then one that the page did not write.
   *
   * @returns ends it
   */
  begin(): () => void {
    history.scrollRestoration = 'manual';
    // Named relative to the folder that was opened; browsers look it up again at every address.
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.setAttribute('href', icon.href);
    history.replaceState({ scroll: 0, ...(history.state as StepState | null) } satisfies StepState, '');
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      clearTimeout(quiet);
      const { href } = location;
      quiet = setTimeout(() => {
        if (location.href === href) this.remember();
      }, 250);
    };
    addEventListener('scroll', scrolled);
    return () => {
      clearTimeout(quiet);
      removeEventListener('scroll', scrolled);
    };
  }

  /** The address was written by somebody else: the scenario changed. */
  noteSearch(): void {
    this.#search.set(location.search);
  }

  #read(): void {
    this.#search.set(location.search);
    const figure = figureIn(location.hash);
    this.#subject.set(subjectIn(location.hash));
    const owner = figure === null ? null : pageOfFigure(figure);
    this.#figure.set(owner === null ? null : figure);
    // Before pages had addresses of their own every figure was on the one that there was; and an address edited by hand may name any.
    if (owner !== null && owner.id !== this.page.id) {
      this.#page.set(owner);
      history.replaceState(history.state, '', `${this.hrefOf(owner.id)}${location.hash}`);
    }
  }
}

const scrollIn = (state: unknown): number => {
  const { scroll } = (state ?? {}) as StepState;
  return typeof scroll === 'number' && scroll >= 0 ? scroll : 0;
};

/**
 * Splits the address into the lab's folder and a page. The built folders say which page they are; where one file serves every address, the
 * end of the path does.
 *
 * @param said what the document says, for the address that it was opened at
 * @param root where that is known already
 */
export function placeOf(pathname: string, said: string | null, root: string | null = null): { readonly root: string; readonly page: LabPage } {
  const folder = pathname.replace(/[^/]*$/, '');
  const named = said === null ? null : (pages.find(({ id }) => id === said) ?? null);
  if (named !== null && folder.endsWith(`/${named.path}`)) return { root: folder.slice(0, folder.length - named.path.length), page: named };
  if (root !== null) return { root, page: pages.find(({ path }) => folder === root + path) ?? pageById('cost') };
  const ending = pages.find(({ path }) => path !== '' && folder.endsWith(`/${path}`)) ?? pageById('cost');
  return { root: folder.slice(0, folder.length - ending.path.length), page: ending };
}
