/**
 * Models that people have trained and published figures of, and that nobody serves: the GPT shapes of Megatron and NeMo, MPT, Llama 1
 * and 2, SmolLM2. Shapes alone; they are loaded with training. Parameters are recomputed from the shape.
 */
import { table } from './data/training-models.csv';
import type { Model } from './facts.ts';
import { catalogueDate, codesOf, numberOrNull, requiredNumber, textOf } from './read-cell.ts';
import { rowsOf, type Row } from './table.ts';

let cached: ReadonlyMap<string, Model> | undefined;

export function trainingModels(): readonly Model[] {
  return [...read().values()];
}

export function trainingModel(id: string): Model | undefined {
  return read().get(id);
}

function read(): ReadonlyMap<string, Model> {
  cached ??= new Map(rowsOf(table).map((row) => [textOf(row, 'id'), readModel(row)]));
  return cached;
}

function readModel(row: Row): Model {
  const layers = requiredNumber(row, 'layers');
  const hidden = requiredNumber(row, 'hidden');
  const kvHeads = requiredNumber(row, 'kv_heads');
  const headDim = requiredNumber(row, 'head_dim');
  const vocab = requiredNumber(row, 'vocab');
  const total = Math.round((numberOrNull(row, 'params_b_computed') ?? requiredNumber(row, 'params_b_published')) * 1e9);
  const tiedEmbeddings = textOf(row, 'tied_embeddings') === 'true';
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'id'),
    vendor: '',
    released: '',
    licence: '',
    layers,
    hidden,
    heads: requiredNumber(row, 'heads'),
    kvHeads,
    headDim,
    vHeadDim: headDim,
    vocab,
    tiedEmbeddings,
    maxContext: null,
    nativeFormat: 'bf16',
    nonExpertFormat: 'bf16',
    attention: {
      kind: 'gqa',
      fullLayers: layers,
      windowLayers: 0,
      window: 0,
      linearLayers: 0,
      linearStateBytes: 0,
      sparseTopK: null,
      indexElements: 0,
    },
    mla: null,
    dense: { layers, inter: requiredNumber(row, 'ffn') },
    moe: null,
    ffnMatrices: textOf(row, 'gated_ffn') === 'true' ? 3 : 2,
    kvElementsPerToken: 2 * layers * kvHeads * headDim,
    kvFixedElementsPerSequence: 0,
    parametersTotal: total,
    parametersActive: total - (tiedEmbeddings ? 0 : vocab * hidden),
    source: codesOf(row),
    date: catalogueDate,
    notes: textOf(row, 'notes'),
  };
}
