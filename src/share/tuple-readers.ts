/**
 * Readers for a decoded tuple: each checks one place and names it when it is wrong. Nothing here trusts its input.
 */
import type { Ceiling } from '../run/run.ts';
import { fromDigits, mostDigits } from './shared-result.ts';

/** Thrown inside the decoder alone, which turns it into an error value. */
export class Malformed extends Error {
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path}: expected ${expected}`);
  }
}

export function listAt(value: unknown, path: string, least: number, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed(path, 'a list');
  if (value.length < least || value.length > most) throw new Malformed(path, least === most ? `${least} entries` : `${least} to ${most} entries`);
  return value as readonly unknown[];
}

/** Text without control characters, so that it can stand on a page or in a terminal. */
export function stringAt(value: unknown, path: string, longest: number): string {
  if (typeof value !== 'string' || value.length > longest) throw new Malformed(path, `a text of at most ${longest} characters`);
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value)) throw new Malformed(path, 'a text without control characters');
  return value;
}

export function integerAt(value: unknown, path: string, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw new Malformed(path, `a whole number from ${least} to ${most}`);
  return value as number;
}

/** 0 … count − 1 */
export function indexAt(value: unknown, path: string, count: number): number {
  return integerAt(value, path, 0, count - 1);
}

export function wordAt<T>(value: unknown, path: string, words: readonly T[]): T {
  const word = words[indexAt(value, path, words.length)];
  if (word === undefined) throw new Malformed(path, 'a known word');
  return word;
}

/** [middle, below, above, exponent] as a positive value with ordered ends. */
export function digitsAt(list: readonly unknown[], path: string): Ceiling {
  const middle = integerAt(list[0], path, 1, 999);
  const below = integerAt(list[1], path, 0, middle);
  const above = integerAt(list[2], path, 0, mostDigits);
  const exponent = integerAt(list[3], path, -30, 30);
  return fromDigits(middle, middle - below, middle + above, exponent);
}
