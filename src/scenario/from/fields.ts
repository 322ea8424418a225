/** Fields of one result by name, with the line at which it stands, so that a slip is answered with both. */
import { ResultError } from './result.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export class Fields {
  /**
   * @param tool as its users call it, for the words of an error
   * @param path of this object in the result: `successes.latency`
   */
  constructor(
    readonly record: Json,
    readonly line: number,
    readonly tool: string,
    readonly path = '',
  ) {}

  has(key: string): boolean {
    return this.record[key] !== undefined && this.record[key] !== null;
  }

  /** An object below this one; empty where there is none. */
  at(key: string): Fields {
    const value = this.record[key];
    return new Fields(isObject(value) ? value : {}, this.line, this.tool, this.name(key));
  }

  /** Undefined where it is absent, or no number in the tool's own words: `nan`, `N/A`, `not set`. */
  number(key: string): number | undefined {
    const value = this.record[key];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') throw this.wrong(key, value);
    if (/^[-+]?(nan|inf|infinity)$|^n\/?a$|^not set$|^none$|^trace$|^-$/i.test(value.trim())) return undefined;
    const number = Number(value.replaceAll(',', ''));
    if (Number.isNaN(number)) throw this.wrong(key, value);
    return number;
  }

  /** The first of several names that is there: tools rename their fields. */
  anyNumber(...keys: readonly string[]): number | undefined {
    for (const key of keys) {
      const value = this.number(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** A number above zero: a time, a count or a rate that happened. Zero is what tools write for what they did not measure. */
  positive(...keys: readonly string[]): number | undefined {
    const value = this.anyNumber(...keys);
    if (value !== undefined && value < 0) throw this.wrong(keys[0] ?? '', value, 'expected at least 0');
    return value === undefined || value === 0 ? undefined : value;
  }

  /** @throws ResultError where none of these fields has a number above zero */
  required(...keys: readonly string[]): number {
    const value = this.positive(...keys);
    if (value !== undefined) return value;
    throw new ResultError(this.line, this.name(keys[0] ?? ''), `${this.tool} writes ${keys.map((key) => `"${key}"`).join(' or ')}, a number above 0`);
  }

  text(key: string): string | undefined {
    const value = this.record[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.record[key];
    if (typeof value === 'boolean') return value;
    return value === 'True' || value === 'true' || value === '1' || value === 1
      ? true
      : value === 'False' || value === 'false' || value === '0' || value === 0
        ? false
        : undefined;
  }

  private name(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  private wrong(key: string, value: unknown, expected = 'expected a number'): ResultError {
    return new ResultError(this.line, this.name(key), `${expected}, got ${JSON.stringify(value).slice(0, 80)}`);
  }
}
