/**
 * Fields of a `config.json`, read one by one: each check names the field by its path, so that an error can be put
 * right. A wrong field throws inside the import alone, which turns it into an error value.
 */

export class WrongField extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

type Json = Readonly<Record<string, unknown>>;

/** A value of parsed JSON in an error message, cut short. */
export function shown(value: unknown): string {
  return ((JSON.stringify(value) as string | undefined) ?? String(value)).slice(0, 40);
}

/** Lists of layers and of modules: the longest published ones name every expert of every layer. */
const longestList = 50_000;

/** Some files list one number for every layer; where all are the same it is that number. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => entry === value[0]) ? (value[0] as unknown) : value;
}

export class ConfigFields {
  constructor(
    readonly json: Json,
    readonly path = '',
  ) {}

  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  has(key: string): boolean {
    return this.json[key] !== undefined && this.json[key] !== null;
  }

  /** A whole number from `least` to `most`; without a default the field must be there. */
  whole(key: string, options: { least?: number; most?: number; orElse?: number } = {}): number {
    const { least = 1, most = 1e7, orElse } = options;
    const value = single(this.json[key]);
    if (value === undefined || value === null) {
      if (orElse !== undefined) return orElse;
      throw new WrongField(this.at(key), 'the field is missing; expected a whole number');
    }
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
      throw new WrongField(this.at(key), `expected a whole number from ${least} to ${most}, got ${shown(value)}`);
    }
    return value as number;
  }

  /** The first of several names under which configurations know a number. */
  wholeOf(keys: readonly [string, ...string[]], options: { least?: number; most?: number; orElse?: number } = {}): number {
    return this.whole(keys.find((key) => this.has(key)) ?? keys[0], options);
  }

  /** A whole number, or null where the field is missing, null, or a word such as "auto". */
  wholeOrNull(keys: readonly [string, ...string[]], options: { least?: number; most?: number } = {}): number | null {
    const key = keys.find((each) => this.has(each));
    return key === undefined || this.json[key] === 'auto' ? null : this.whole(key, options);
  }

  hasAny(keys: readonly string[]): boolean {
    return keys.some((key) => this.has(key));
  }

  /** A field that holds a number above zero: many families write 0 for a part that they lack. */
  positive(keys: readonly string[]): boolean {
    return keys.some((key) => {
      const value = single(this.json[key]);
      return typeof value === 'number' ? value > 0 : Array.isArray(value);
    });
  }

  flag(key: string, orElse: boolean): boolean {
    const value = this.json[key];
    if (value === undefined || value === null) return orElse;
    if (typeof value !== 'boolean') throw new WrongField(this.at(key), `expected true or false, got ${shown(value)}`);
    return value;
  }

  text(key: string): string | null {
    const value = this.json[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw new WrongField(this.at(key), 'expected a text');
    return value;
  }

  /** A list of short texts or whole numbers. */
  list(key: string): readonly unknown[] | null {
    const value = this.json[key];
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value) || value.length > longestList) throw new WrongField(this.at(key), `expected a list of at most ${longestList} entries`);
    return value as readonly unknown[];
  }

  object(key: string): ConfigFields | null {
    const value = this.json[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) throw new WrongField(this.at(key), 'expected an object');
    return new ConfigFields(value as Json, this.at(key));
  }

  /** The same fields, and those of `defaults` that this configuration leaves out. A view: a field is touched only when it is asked for. */
  over(defaults: Json): ConfigFields {
    const json = new Proxy(this.json, {
      get: (own, key) => (typeof key === 'string' ? (own[key] ?? (own[key] === null ? null : defaults[key])) : undefined),
    });
    return new ConfigFields(json, this.path);
  }
}
