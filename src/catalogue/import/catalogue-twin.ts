/** The catalogue's own row for a configuration: the same shape, so that both get the same answer under the same name. */
import type { Model } from '../facts.ts';
import { models } from '../models.ts';
import type { Shape } from '../parameter-count.ts';

/** Parts of a thousand by which two counts of one shape may differ: the catalogue rounds to a million parameters. */
const sameCount = 0.01;

/** Rows of the same shape, first the one whose id stands in `name`, then those of the same context; empty where the catalogue has none. */
export function twins(shape: Shape, total: number, name: string): readonly Model[] {
  const same = models().filter((row) => sameShape(row, shape) && Math.abs(total / row.parametersTotal - 1) < sameCount);
  const words = simplified(name);
  const likeness = (row: Model): number => (words.includes(simplified(row.id)) ? row.id.length : 0) + (row.maxContext === shape.maxContext ? 0.5 : 0);
  return [...same].sort((a, b) => likeness(b) - likeness(a));
}

const simplified = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function sameShape(row: Model, shape: Shape): boolean {
  return (
    row.layers === shape.layers &&
    row.hidden === shape.hidden &&
    row.heads === shape.heads &&
    row.vocab === shape.vocab &&
    row.tiedEmbeddings === shape.tiedEmbeddings &&
    row.attention.linearLayers === shape.attention.linearLayers &&
    row.kvElementsPerToken === shape.kvElementsPerToken &&
    row.dense.layers * row.dense.inter === shape.dense.layers * shape.dense.inter &&
    (row.moe?.experts ?? 0) === (shape.moe?.experts ?? 0) &&
    (row.moe?.active ?? 0) === (shape.moe?.active ?? 0) &&
    (row.moe?.inter ?? 0) === (shape.moe?.inter ?? 0)
  );
}
