/** What reading attention finds, whichever kind it is. */
import type { Model } from '../facts.ts';

export interface CompressedAttention {
  /** Layers that keep compressed tokens; all keep a window. */
  readonly compressedLayers: number;
  readonly window: number;
}

export type Heads = Pick<Model, 'heads' | 'kvHeads' | 'headDim' | 'vHeadDim'>;

export interface SoftmaxAttention extends Heads {
  readonly kind: 'gqa' | 'mla';
  readonly mla: Model['mla'];
  readonly sparseTopK: number | null;
  readonly indexElements: number;
  /** Elements cached for each token, all full layers together. */
  readonly perToken: number;
  /** Elements cached for each token in reach, all windowed layers together. */
  readonly perTokenOfWindow: number;
  /** Matrices of all layers together. */
  readonly parameters: number;
  readonly compressed: CompressedAttention | null;
}
