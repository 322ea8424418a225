/** Names that tools print (`meta-llama/Llama-3.1-8B-Instruct`, `…-Q4_K_M.gguf`) as the catalogue's, where they mean exactly one row. */
import { accelerator, accelerators } from '../../catalogue/accelerators.ts';
import { model, models } from '../../catalogue/models.ts';
import type { EngineId, WeightFormat } from '../scenario.ts';

/** Words of a repository's name that say how a model was trained further, packed or stored, and not which shape it has. */
const dressing =
  /^(instruct|chat|it|hf|meta|base|dynamic|quantized|quantised|preview|gguf|[wa]\d+(a\d+)?|fp8|fp4|fp16|f16|bf16|int8|int4|[48]bit|nvfp4|mxfp4|awq|gptq|kv|i?q\d\w*|[kmsl]|xs|xl|0|1)$/;

const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '');

const bare = (name: string): string =>
  wordsOf(name)
    .filter((word) => !dressing.test(word))
    .join('-');

/** The last part of a repository's name or of a path. */
const last = (name: string): string => name.replace(/\/+$/, '').split('/').at(-1) ?? name;

/** @returns the catalogue's id, or undefined where the name means none or several */
export function modelNamed(spelled: string): string | undefined {
  if (model(spelled)) return spelled;
  const plain = wordsOf(last(spelled)).join('-');
  const exact = models().filter(({ id, name }) => plain === wordsOf(id).join('-') || plain === wordsOf(name).join('-'));
  const rows = exact.length > 0 ? exact : models().filter(({ id, name }) => [bare(id), bare(name)].includes(bare(last(spelled))));
  return rows.length === 1 ? rows[0]?.id : undefined;
}

/** @returns the catalogue's id, or undefined where the name means none or several */
export function acceleratorNamed(spelled: string): string | undefined {
  if (accelerator(spelled)) return spelled;
  const plain = wordsOf(spelled).join('-');
  const rows = accelerators().filter(({ name, vendor }) => [name, `${vendor} ${name}`].some((each) => wordsOf(each).join('-') === plain));
  return rows.length === 1 ? rows[0]?.id : undefined;
}

/** The weights that a name says (`…-FP8`, `Q4_K - Medium`), where it says one. */
export function formatNamed(spelled: string): WeightFormat | undefined {
  const found = formats.filter(([pattern]) => pattern.test(spelled)).map(([, format]) => format);
  return new Set(found).size === 1 ? found[0] : undefined;
}

const formats: readonly (readonly [RegExp, WeightFormat])[] = [
  [/nvfp4|(?<!mx)fp4/i, 'nvfp4'],
  [/mxfp4/i, 'mxfp4'],
  [/fp8/i, 'fp8'],
  [/w8a8|w8a16|int8|8bit|\bq8_0\b/i, 'int8'],
  [/awq|gptq|w4a16|int4|4bit|\bi?q4_\w+/i, 'int4'],
  [/bf16|\bf16\b|fp16/i, 'bf16'],
];

/** The engine behind a backend's name; undefined where it names a protocol (`openai-chat`). */
export function engineNamed(backend: string | undefined): EngineId | undefined {
  if (backend === undefined) return undefined;
  if (/^vllm/i.test(backend)) return 'vllm';
  if (/^(sglang|gserver)/i.test(backend)) return 'sglang';
  if (/^(trt|tensorrt)/i.test(backend)) return 'tensorrt-llm';
  return undefined;
}
