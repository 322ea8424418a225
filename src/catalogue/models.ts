/**
 * The open models: shapes that determine FLOPs, bytes and KV cache. A row whose shape was never published is listed
 * by `incompleteModels()` with what it lacks, and has no `Model`.
 */
import { table } from './data/models.csv';
import { rowsOf, type Row } from './table.ts';
import type { Model } from './facts.ts';
import { catalogueDate, codesOf, numberOrNull, requiredNumber, textOf } from './read-cell.ts';

/** A model that is known by name only. */
export interface IncompleteModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** Columns that no source gave. */
  readonly missing: readonly string[];
  readonly notes: string;
}

const required = ['layers', 'full_attn_layers', 'hidden', 'heads', 'head_dim', 'vocab', 'kv_elements_per_token', 'params_total_b_computed'];

let cached:
  { readonly complete: readonly Model[]; readonly byId: ReadonlyMap<string, Model>; readonly incomplete: readonly IncompleteModel[] } | undefined;

export function models(): readonly Model[] {
  return read().complete;
}

export function incompleteModels(): readonly IncompleteModel[] {
  return read().incomplete;
}

export function model(id: string): Model | undefined {
  return read().byId.get(id);
}

function read(): NonNullable<typeof cached> {
  if (cached) return cached;
  const complete: Model[] = [];
  const incomplete: IncompleteModel[] = [];
  for (const row of rowsOf(table)) {
    const missing = required.filter((column) => textOf(row, column) === '');
    if (missing.length === 0) complete.push(readModel(row));
    else incomplete.push({ id: textOf(row, 'id'), name: textOf(row, 'name'), vendor: textOf(row, 'vendor'), missing, notes: textOf(row, 'notes') });
  }
  cached = { complete, byId: new Map(complete.map((each) => [each.id, each])), incomplete };
  return cached;
}

/** Zero where the column does not apply to this architecture. */
function count(row: Row, column: string): number {
  return numberOrNull(row, column) ?? 0;
}

function readModel(row: Row): Model {
  const headDim = requiredNumber(row, 'head_dim');
  const kvLoraRank = numberOrNull(row, 'kv_lora_rank');
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    vendor: textOf(row, 'vendor'),
    released: textOf(row, 'released'),
    licence: textOf(row, 'licence'),
    layers: requiredNumber(row, 'layers'),
    hidden: requiredNumber(row, 'hidden'),
    heads: requiredNumber(row, 'heads'),
    // All heads of latent attention share one cached vector.
    kvHeads: numberOrNull(row, 'kv_heads') ?? 1,
    headDim,
    vHeadDim: numberOrNull(row, 'v_head_dim') ?? headDim,
    vocab: requiredNumber(row, 'vocab'),
    tiedEmbeddings: textOf(row, 'tied_embeddings') === 'true',
    maxContext: numberOrNull(row, 'max_context'),
    nativeFormat: textOf(row, 'native_format'),
    nonExpertFormat: textOf(row, 'non_expert_format'),
    attention: {
      kind: kvLoraRank === null ? 'gqa' : 'mla',
      fullLayers: requiredNumber(row, 'full_attn_layers'),
      windowLayers: count(row, 'swa_layers'),
      window: count(row, 'swa_window'),
      linearLayers: count(row, 'linear_layers'),
      linearStateBytes: count(row, 'state_bytes_per_seq'),
      sparseTopK: numberOrNull(row, 'sparse_top_k'),
      indexElements: count(row, 'index_elements'),
    },
    mtpLayers: count(row, 'mtp_layers'),
    mla:
      kvLoraRank === null
        ? null
        : {
            qLoraRank: requiredNumber(row, 'q_lora_rank'),
            kvLoraRank,
            nopeDim: requiredNumber(row, 'qk_nope_dim'),
            ropeDim: requiredNumber(row, 'qk_rope_dim'),
          },
    dense: { layers: count(row, 'dense_ffn_layers'), inter: count(row, 'ffn_dense') },
    moe: readExperts(row),
    ffnMatrices: requiredNumber(row, 'ffn_matrices'),
    kvElementsPerToken: requiredNumber(row, 'kv_elements_per_token'),
    kvFixedElementsPerSequence: count(row, 'kv_fixed_elements_per_seq'),
    parametersTotal: Math.round(requiredNumber(row, 'params_total_b_computed') * 1e9),
    parametersActive: Math.round(requiredNumber(row, 'params_active_b_computed') * 1e9),
    source: codesOf(row),
    date: catalogueDate,
    notes: textOf(row, 'notes'),
  };
}

function readExperts(row: Row): Model['moe'] {
  if (numberOrNull(row, 'experts_total') === null) return null;
  return {
    layers: requiredNumber(row, 'moe_layers'),
    experts: requiredNumber(row, 'experts_total'),
    active: requiredNumber(row, 'experts_active'),
    groups: { count: numberOrNull(row, 'expert_groups') ?? 1, chosen: numberOrNull(row, 'groups_active') ?? 1 },
    inter: requiredNumber(row, 'moe_ffn'),
    sharedInter: count(row, 'shared_ffn_total'),
    width: numberOrNull(row, 'expert_width') ?? requiredNumber(row, 'hidden'),
  };
}
