/** Whether a GPU reads its memory as its kind should, in words with likely causes. No DOM. */
import type { Health } from '../../estimate/own-gpu/health.ts';
import { formatAt, formatRate } from '../../units/format.ts';

export function healthWords(health: Health): string {
  const measured = formatRate(health.measured.value, 'B/s').text;
  switch (health.kind) {
    case 'unnamed':
      return `Whether ${measured} of memory are as they should be: say which GPU this is, and its datasheet is put beside it.`;
    case 'no datasheet':
      return `Whether ${measured} of memory are as they should be is unknown: no bandwidth of ${health.client.name} is known.`;
    case 'as expected':
      return `Reads its memory as it should: ${shareWords(health)}. ${usualWords(health)}`;
    case 'below':
      return `Reads its memory slowly, at least ${percent(health.shortfall)} % below what is usual: ${shareWords(health)}. ${usualWords(health)} ${causes(health)}`;
    case 'above its datasheet':
      return `Reads its memory faster than its datasheet allows, so perhaps it is another GPU, or its memory is overclocked: ${shareWords(health)}.`;
    default:
      return health satisfies never;
  }
}

type Compared = Extract<Health, { readonly share: unknown }>;

const percent = (share: number): string => formatAt(share * 100, 0);

function shareWords({ measured, client, datasheet, share }: Compared): string {
  const [low, high] = [percent(share.low), percent(share.high)];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `${formatRate(measured.value, 'B/s').text} are ${percent(share.value)} %${range} of the ${formatRate(datasheet, 'B/s').text} of ${client.name}`;
}

const usualWords = ({ usual }: Compared): string =>
  `In published timings, accelerators reach ${percent(usual.low)} to ${percent(usual.high)} % of theirs.`;

function causes({ client, laptop }: Compared): string {
  const variant = laptop
    ? `it is the ${laptop.name}, whose datasheet this would fit`
    : client.kind === 'desktop'
      ? 'it is a laptop variant of that name'
      : 'it is a variant with slower memory';
  return `Likely causes: ${variant}; a power limit or battery mode; a memory clock that stays low; or another program that uses the GPU.`;
}
