/** Which models may draft tokens for which. */
import type { Model } from '../catalogue/facts.ts';
import { models } from '../catalogue/models.ts';
import { ownHeads } from './scenario.ts';

/** Vocabularies of one tokeniser are padded differently from size to size (Qwen2.5: 151,936 and 152,064). */
const padding = 0.01;

/**
 * True where the tokens that one proposes mean the same to the other, as far as the catalogue knows: of one maker, with vocabularies that
 * differ by padding alone. Like sizes of two makers are chance (DeepSeek-V3 has 129,280 tokens, Llama 3 128,256). A pasted model has no maker:
 * the sizes have to be equal.
 */
export const sharesVocabulary = (model: Model, draft: Model): boolean =>
  model.vendor === '' || draft.vendor === ''
    ? model.vocab === draft.vocab
    : model.vendor === draft.vendor && Math.abs(model.vocab - draft.vocab) <= padding * model.vocab;

/** A draft that is not much smaller gains nothing. */
const mostShare = 0.2;

/** Ids of the catalogue's models that may draft for it, the smallest first. */
export const draftsFor = (model: Model): readonly string[] =>
  models()
    .filter((draft) => draft.id !== model.id && sharesVocabulary(model, draft) && draft.parametersActive <= mostShare * model.parametersActive)
    .sort((a, b) => a.parametersTotal - b.parametersTotal)
    .map(({ id }) => id);

/** What usually drafts for a model: its own layers of prediction, else the smallest model with its vocabulary; null where neither is known. */
export const usualDraft = (model: Model): string | null => ((model.mtpLayers ?? 0) > 0 ? ownHeads : (draftsFor(model)[0] ?? null));
