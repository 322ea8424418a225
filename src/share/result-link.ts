/**
 * A result as the end of a link: `#r=1.<payload>`, about 460 characters for a quick run. Encoding is exact for a
 * `SharedResult`; decoding never throws and says in words what is wrong.
 */
import { deflate, inflate } from './deflate.ts';
import { fromTuple, toTuple } from './result-tuple.ts';
import type { SharedResult } from './shared-result.ts';
import { Malformed } from './tuple-readers.ts';

/** A thorough run of 90 kernels takes about 3,000 characters packed and 9,000 inflated; the limits leave room for twice as much. */
export const maxPackedLength = 8_192;
export const maxInflatedLength = 32_768;
/** result › columns › column */
const maxDepth = 3;

export type ResultLinkErrorCode =
  'empty' | 'unknown-version' | 'too-long' | 'not-base64url' | 'not-deflate' | 'too-large' | 'not-json' | 'too-deep' | 'malformed';

export interface ResultLinkError {
  readonly code: ResultLinkErrorCode;
  /** For a person. */
  readonly message: string;
}

export type DecodedResult = { readonly ok: true; readonly result: SharedResult } | { readonly ok: false; readonly error: ResultLinkError };

/** `1.<payload>`; stands in the fragment after `r=`. */
export async function encodeResult(result: SharedResult): Promise<string> {
  return `1.${await deflate(JSON.stringify(toTuple(result)))}`;
}

/** @param text the payload, with or without `#` and `r=` before it */
export async function decodeResult(text: string): Promise<DecodedResult> {
  const payload = text.replace(/^#/, '').replace(/^r=/, '');
  if (payload === '') return failed('empty', 'the link holds no result');
  const dot = payload.indexOf('.');
  const version = payload.slice(0, Math.max(0, dot));
  if (version !== '1') {
    const seen = version === '' ? 'no version' : `version ${version.slice(0, 8)}`;
    return failed('unknown-version', `the result has ${seen}; this page reads version 1`);
  }
  if (payload.length > maxPackedLength)
    return failed('too-long', `the result is ${payload.length} characters long, more than the ${maxPackedLength} that are read`);
  const inflated = await inflate(payload.slice(dot + 1), maxInflatedLength);
  if (!inflated.ok) return failed(inflated.code, inflateMessages[inflated.code]);
  let tuple: unknown;
  try {
    tuple = JSON.parse(inflated.text);
  } catch {
    return failed('not-json', 'the result is damaged: it unpacks to something that is not JSON');
  }
  if (depthOf(tuple, maxDepth) > maxDepth) return failed('too-deep', `the result is nested deeper than ${maxDepth} levels`);
  try {
    return { ok: true, result: fromTuple(tuple) };
  } catch (error) {
    if (error instanceof Malformed) return failed('malformed', `the result is damaged at ${error.message}`);
    throw error;
  }
}

const inflateMessages = {
  'not-base64url': 'the result is damaged: it has characters that no link of this lab has, or was cut off',
  'not-deflate': 'the result is damaged or was cut off: it cannot be unpacked',
  'too-large': `the result unpacks to more than ${maxInflatedLength} bytes and was not read`,
} as const;

function failed(code: ResultLinkErrorCode, message: string): DecodedResult {
  return { ok: false, error: { code, message } };
}

/** Depth of nested lists, counted no further than one beyond `most`. */
function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (most < 0) return 1;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner, most - 1)));
}
