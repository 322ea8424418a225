/** Whether to rely on a run, in one plain sentence with what to do. No DOM. */
import type { Belief, Doubt, DoubtBadge } from '../../run/belief.ts';
import { capital } from './capital.ts';

export interface BeliefWords {
  readonly verdict: string;
  readonly words: string;
}

/** Null where there is nothing to say. */
export function beliefWords({ verdict, doubts }: Belief): BeliefWords | null {
  const [first] = doubts;
  if (!first) return null;
  if (verdict === 'mostly')
    return { verdict: 'Most of this run can be relied on.', words: `${capital(doubts.map(fewWords).join('; '))}. Run again to be sure.` };
  const software = first.badge === 'software-adapter';
  return {
    verdict: software ? 'This run says nothing about a GPU:' : 'Do not rely on this run:',
    words: `${causes[first.badge](first)}. ${remedies[first.badge]}`,
  };
}

const causes: Readonly<Record<DoubtBadge, (doubt: Doubt) => string>> = {
  'software-adapter': () => 'the browser ran it on the processor',
  'page-was-hidden': () => 'the tab was hidden while it ran, and browsers slow hidden tabs down',
  'thermally-unstable': ({ change }) =>
    change === null || Math.abs(change) < 0.005
      ? 'the speed of the GPU changed while it ran'
      : `the GPU ${change < 0 ? 'slowed down' : 'sped up'} while it ran (${Math.round(Math.abs(change) * 100)} %)`,
  noisy: ({ points, of }) => `${points} of ${of} points vary too much from one sample to the next, as when another program uses the GPU`,
};

const remedies: Readonly<Record<DoubtBadge, string>> = {
  'software-adapter': 'Turn hardware acceleration on in the browser’s settings, then run again.',
  'page-was-hidden': 'Keep the tab in front and run again.',
  'thermally-unstable': 'Plug the computer in, let it cool, and run again.',
  noisy: 'Close what else draws on the screen, and run again.',
};

const few: Readonly<Record<DoubtBadge, string>> = {
  'software-adapter': 'ran on the processor',
  'page-was-hidden': 'ran while the tab was hidden',
  'thermally-unstable': 'changed speed while measured',
  noisy: 'varied a lot between samples',
};

const fewWords = ({ badge, points, of }: Doubt): string => `${points} of ${of} points ${few[badge]}`;
