/** Measured points of a scenario in words. No DOM. */
import type { AnchorPoint } from '../../scenario/scenario.ts';
import { formatCount, formatDuration, formatRate } from '../../units/format.ts';

export function anchorWords({ concurrency, timePerOutputToken, timeToFirstToken, outputTokensPerSecond }: AnchorPoint): string {
  const said = [
    timeToFirstToken === undefined ? '' : `first token ${formatDuration(timeToFirstToken).text}`,
    timePerOutputToken === undefined ? '' : `${formatDuration(timePerOutputToken).text} for each token`,
    outputTokensPerSecond === undefined ? '' : formatRate(outputTokensPerSecond, 'tokens/s').text,
  ].filter(Boolean);
  return `${concurrency === 1 ? 'one user' : `${formatCount(concurrency)} users`} at once: ${said.join(', ')}`;
}

/** "1 measured point of your own", "2 measured points that the link claims". */
export function anchorCount(count: number, claimed: number): string {
  return `${count} measured ${count === 1 ? 'point' : 'points'} ${claimed > 0 ? 'that the link claims' : 'of your own'}`;
}
