/**
 * The catalogue ids nearest to one that does not exist, for error messages: "h200" → "h200-sxm".
 */

/** Below this likeness a suggestion confuses more than it helps; typed ids with one slip in three score above it. */
const leastLikeness = 0.5;

/**
 * @param wanted what was typed
 * @returns at most `limit` of `ids`, best first; empty when nothing is like it
 */
export function nearest(wanted: string, ids: readonly string[], limit = 3): readonly string[] {
  const candidates = ids.map((id) => ({ id, likeness: likeness(wanted, id) })).filter((candidate) => candidate.likeness >= leastLikeness);
  // Where all that was typed stands in some ids word for word, ids that are merely alike are noise.
  const literal = candidates.filter(({ id }) => holds(tokens(id.toLowerCase()), tokens(wanted.toLowerCase())));
  return (literal.length > 0 ? literal : candidates)
    .sort((a, b) => b.likeness - a.likeness || a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map((candidate) => candidate.id);
}

/** 0 … 1: the better of whole-word edit likeness and how well each typed token is met by a token of the id. */
function likeness(wanted: string, id: string): number {
  const a = wanted.toLowerCase();
  const b = id.toLowerCase();
  return Math.max(editLikeness(a, b), tokenLikeness(tokens(a), tokens(b)));
}

function tokens(text: string): readonly string[] {
  return text.split(/[^a-z0-9.]+/).filter((token) => token !== '');
}

function holds(id: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((token) => id.includes(token));
}

function tokenLikeness(wanted: readonly string[], id: readonly string[]): number {
  let met = 0;
  let length = 0;
  for (const token of wanted) {
    met += token.length * Math.max(0, ...id.map((other) => prefixLikeness(token, other)));
    length += token.length;
  }
  if (length === 0) return 0;
  // Tokens of the id that were not asked for cost a little, so that the plainest match comes first.
  const extra = Math.max(0, id.length - wanted.length);
  return met / length - 0.02 * extra - 0.01;
}

function prefixLikeness(token: string, other: string): number {
  if (token === other) return 1;
  const short = Math.min(token.length, other.length);
  const isPrefix = short >= 2 && (token.startsWith(other) || other.startsWith(token));
  const edit = editLikeness(token, other);
  return isPrefix ? Math.max(0.7 + 0.3 * (short / Math.max(token.length, other.length)), edit) : edit;
}

function editLikeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest;
}

/** Levenshtein distance, with a swap of neighbours counted as one edit (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
