/** What a run means, in one sentence with a plain anchor. No DOM. */
import type { OwnGpu } from '../../estimate/own-gpu/own-gpu.ts';
import { formatQuantity } from '../../units/format.ts';
import { shortModel } from './names.ts';

/**
 * Adults read silently at 238 words a minute (Brysbaert 2019, meta-analysis of 190 studies, doi:10.1016/j.jml.2019.104047);
 * English takes about 1.3 tokens a word, so 5.2 tokens a second.
 */
const readingTokensPerSecond = 5.2;

const formatNames: Readonly<Record<string, string>> = {
  int4: '4 bits',
  mxfp4: '4 bits',
  nvfp4: '4 bits',
  int8: '8 bits',
  fp8: '8 bits',
  bf16: '16 bits',
};

export interface Headline {
  readonly subject: string;
  readonly rate: string;
  readonly anchor: string;
}

export function headlineOf(own: OwnGpu): Headline {
  const { value, unit, interval } = formatQuantity(own.tokensPerSecond);
  return {
    subject: `${shortModel(own.model.name)} at ${formatNames[own.weights] ?? own.weights}`,
    rate: [value, interval.startsWith('±') || interval === '' ? interval : `(${interval})`, unit === 'tokens/s' ? 'tokens a second' : unit]
      .filter(Boolean)
      .join(' '),
    anchor: anchorOf(own.tokensPerSecond.low, own.tokensPerSecond.high),
  };
}

/** Says faster or slower only where the whole interval is. */
export function anchorOf(low: number, high: number): string {
  if (high < readingTokensPerSecond) return 'slower than you read';
  if (low > 8 * readingTokensPerSecond) return 'faster than you can skim';
  if (low > readingTokensPerSecond) return 'faster than you read';
  return 'about as fast as you read';
}
