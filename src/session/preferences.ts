/**
 * What the visitor prefers, apart from any scenario: colour scheme and the unit of cost. Kept in localStorage, in
 * memory where storage is refused (a sandboxed frame throws on mere access).
 */
import { signal } from '@lit-labs/signals';

export type Scheme = 'auto' | 'light' | 'dark';
export type CostUnit = 'usd-per-million' | 'tokens-per-usd';

const schemes: readonly Scheme[] = ['auto', 'light', 'dark'];
const units: readonly CostUnit[] = ['usd-per-million', 'tokens-per-usd'];
const key = (name: string): string => `inference-cost-lab.${name}`;

function recall<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  try {
    const stored = localStorage.getItem(key(name));
    return allowed.find((value) => value === stored) ?? fallback;
  } catch {
    return fallback;
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(key(name), value);
  } catch {
    // Refused: the choice lasts as long as the page.
  }
}

export class Preferences {
  readonly #scheme = signal<Scheme>(recall('scheme', schemes, 'auto'));
  readonly #unit = signal<CostUnit>(recall('unit', units, 'usd-per-million'));

  get scheme(): Scheme {
    return this.#scheme.get();
  }

  get unit(): CostUnit {
    return this.#unit.get();
  }

  setScheme(scheme: Scheme): void {
    this.#scheme.set(scheme);
    remember('scheme', scheme);
    this.applyScheme();
  }

  setUnit(unit: CostUnit): void {
    this.#unit.set(unit);
    remember('unit', unit);
  }

  /** Writes the choice on the document, whose `color-scheme` every `light-dark()` follows. */
  applyScheme(): void {
    const { scheme } = this;
    if (scheme === 'auto') delete document.documentElement.dataset['scheme'];
    else document.documentElement.dataset['scheme'] = scheme;
  }
}
