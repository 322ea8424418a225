/** What drafts tokens ahead of a model. Each drafted token takes a pass of its own, one after the other, before the model checks them all in one. */
import type { Model } from '../catalogue/facts.ts';

/**
 * One layer of prediction as a model of its own: a layer like the model's last, and the model's own output head. DeepSeek-V3 report,
 * section 2.2: each module has one transformer block and shares embedding and head. Its projection of two hidden states into
 * one is left out (2 % of such a layer's weights).
 */
export const predictionLayer = (model: Model): Model => ({
  ...model,
  layers: 1,
  attention: { ...model.attention, fullLayers: 1, windowLayers: 0, linearLayers: 0, linearStateBytes: 0 },
  dense: { ...model.dense, layers: model.moe ? 0 : 1 },
  moe: model.moe && { ...model.moe, layers: 1 },
});
