/** A vendor family keeps its colour in every figure; rows are labelled directly, so hue is never the only sign. */

const families: readonly (readonly [pattern: RegExp, token: string])[] = [
  [/nvidia/i, 'green'],
  [/amd/i, 'vermilion'],
  [/google/i, 'blue'],
  [/aws|amazon/i, 'purple'],
  [/intel/i, 'sky'],
  [/huawei/i, 'olive'],
  [/groq|cerebras|sambanova|d-matrix/i, 'orange'],
];

/** The name of a vendor's colour. */
export const seriesName = (vendor: string): string => families.find(([pattern]) => pattern.test(vendor))?.[1] ?? 'grey';

/** The custom property that holds a vendor's colour. */
export const seriesColour = (vendor: string): string => `var(--series-${seriesName(vendor)})`;
