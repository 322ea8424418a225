/** Whether a GPU reads its memory as its kind should, in words with likely causes. No DOM. */
import type { Health } from '../../estimate/own-gpu/health.ts';
import { formatAt, formatRate } from '../../units/format.ts';

export function healthWords(health: Health): string {
  const measured = formatRate(health.measured.value, 'B/s').text;
  switch (health.kind) {
    case 'unnamed':
      return `Say which GPU this is to see whether ${measured} of memory is as it should be.`;
    case 'no datasheet':
      return `No bandwidth of ${health.client.name} is known, so nothing says whether ${measured} of memory is as it should be.`;
    case 'as expected':
      return `Reads its memory as it should: ${shareWords(health)}. ${usualWords(health)}`;
    case 'below':
      return health.shortfall < little
        ? `Reads its memory a little slower than is usual: ${shareWords(health)}. ${usualWords(health)} A browser may cost that much.`
        : `Reads its memory slowly, at least ${percent(health.shortfall)} % below what is usual: ${shareWords(health)}. ${usualWords(health)} ${causes(health)}`;
    case 'above its datasheet':
      return `Reads its memory faster than its datasheet allows, so perhaps it is another GPU, or its memory is overclocked: ${shareWords(health)}.`;
    default:
      return health satisfies never;
  }
}

/** A shortfall that needs no fault of the GPU: the usual shares are of native kernels, and those of one GPU differ by as much from each other. */
const little = 0.1;

type Compared = Extract<Health, { readonly share: unknown }>;

const percent = (share: number): string => formatAt(share * 100, 0);

function shareWords({ measured, client, datasheet, share }: Compared): string {
  const [low, high] = [percent(share.low), percent(share.high)];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `${formatRate(measured.value, 'B/s').text} is ${percent(share.value)} %${range} of the ${formatRate(datasheet, 'B/s').text} of ${client.name}`;
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
