/**
 * What the serving software adds to the GPU's own time: seconds per pass, per running request, per prompt and per
 * request's way in and out. Fitted to published closed-loop measurements (`src/validation/published/serving.jsonl`).
 */
import type { ChipSpec } from '../../model/chip.ts';
import type { EngineOverheads } from '../../model/serving.ts';

const overheads: Readonly<Record<'vllm' | 'sglang' | 'tensorrt-llm', EngineOverheads>> = {
  vllm: { perPass: 0.66e-3, perRequest: 23e-6, perPrompt: 2e-3, frontEnd: 10e-3 },
  sglang: { perPass: 1.5e-3, perRequest: 23e-6, perPrompt: 2e-3, frontEnd: 10e-3 },
  'tensorrt-llm': { perPass: 0.1e-3, perRequest: 23e-6, perPrompt: 2e-3, frontEnd: 10e-3 },
};

export function overheadsOf(engine: 'vllm' | 'sglang' | 'tensorrt-llm', _chip: ChipSpec): EngineOverheads {
  return overheads[engine];
}
