/** What the bar of a token's time found, as a sentence; apart from its drawing, for those who only say it. */

export interface TimePart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** s */
  readonly seconds: number;
}

const words: readonly (readonly [upTo: number, words: string])[] = [
  [0.29, 'More than a quarter'],
  [0.36, 'A third'],
  [0.45, 'Two fifths'],
  [0.55, 'Half'],
  [0.63, 'Three fifths'],
  [0.71, 'Two thirds'],
  [0.79, 'Three quarters'],
  [0.88, 'Most'],
  [0.96, 'Nine tenths'],
  [1.01, 'Nearly all'],
];

/** "Two thirds" of something. */
export const amountWords = (share: number): string => (share < 0.25 ? 'The largest part' : (words.find(([upTo]) => share < upTo)?.[1] ?? 'Most'));

/** "Two thirds of each token is reading weights". */
export function timeTitle(parts: readonly TimePart[]): string {
  const total = parts.reduce((sum, part) => sum + part.seconds, 0);
  const most = parts.toSorted((a, b) => b.seconds - a.seconds)[0];
  if (!most || total === 0) return 'Where the time of a token goes';
  return `${amountWords(most.seconds / total)} of each token is ${most.name.charAt(0).toLowerCase()}${most.name.slice(1)}`;
}
