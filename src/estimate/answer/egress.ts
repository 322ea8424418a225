/**
 * What answers cost on their way out of the data centre, where a provider bills it: dollars per gigabyte times the bytes
 * that an output token becomes on the wire. Prompts come in free at every large cloud, so that they cost nothing here.
 */
import type { Fact } from '../../catalogue/facts.ts';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/**
 * Bytes of one streamed token: the example of a chat completion chunk in the OpenAI API reference with its server-sent
 * event frame, counted. Low: the text alone, about four characters a token, for answers that are sent whole.
 */
export const streamedBytes: Fact = {
  value: 234,
  low: 4,
  high: 261,
  unit: 'B/token',
  source: ['OpenAI API reference: the chat completion chunk object, example counted with its event frame'],
  date: catalogueDate,
};

const bytesPerGigabyte = 1e9;

/** USD per output token; 0 where the scenario has no egress price. */
export function egressPerToken({ egress }: Pick<Scenario, 'egress'>): number {
  return egress === null ? 0 : (egress.usdPerGigabyte * (egress.bytesPerToken ?? streamedBytes.value)) / bytesPerGigabyte;
}
