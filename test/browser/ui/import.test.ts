/** The dialog for another model: what leaves the page and when, what comes of each answer. The network is a stand-in. */
import { html } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import { scenarioToQuery } from '../../../src/scenario/query.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { hubId } from '../../../src/ui/form/import/hub.ts';
import { LabImport } from '../../../src/ui/form/import/import.ts';
import { neededFields } from '../../../src/ui/form/import/needed-fields.ts';
import { LabOwnModel } from '../../../src/ui/form/choices/own-model.ts';
import { modelName } from '../../../src/ui/text/phrases.ts';
import { importConfig } from '../../../src/catalogue/import-config.ts';
import { ggufFile, smallMetadata, smallTensors } from '../../catalogue/gguf/make-gguf.ts';
import { expectAccessible, inside, insideAs, mount, textOf, until } from '../mount.ts';

afterEach(() => vi.unstubAllGlobals());

/** Shapes of a dense model of 8 thousand million parameters, with what a published file has besides. */
const config = {
  architectures: ['LlamaForCausalLM'],
  attention_bias: false,
  bos_token_id: 128000,
  eos_token_id: [128001, 128008, 128009],
  hidden_act: 'silu',
  hidden_size: 4096,
  initializer_range: 0.02,
  intermediate_size: 14336,
  max_position_embeddings: 131072,
  model_type: 'llama',
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  rms_norm_eps: 1e-5,
  rope_scaling: { factor: 8, rope_type: 'llama3' },
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  transformers_version: '4.43.0',
  use_cache: true,
  vocab_size: 128256,
};

type Answer = (url: string, signal: AbortSignal | null | undefined) => Promise<Response>;

async function dialog(answer: Answer): Promise<{ readonly host: LabImport; readonly asked: string[]; readonly models: Scenario['model'][] }> {
  const asked: string[] = [],
    models: Scenario['model'][] = [];
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    asked.push(input);
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    return answer(input, init?.signal);
  });
  const host = await mount(LabImport, html`<lab-import></lab-import>`);
  host.addEventListener('lab-change', ({ patch }) => patch.model !== undefined && models.push(patch.model));
  host.show();
  await until(() => host.shadowRoot?.querySelector('dialog[open]') !== null, 'the dialog');
  return { host, asked, models };
}

function type(host: LabImport, name: string): void {
  const field = insideAs(HTMLInputElement, host, 'input');
  field.value = name;
  field.dispatchEvent(new InputEvent('input'));
}
const submit = (host: LabImport): void => insideAs(HTMLFormElement, host, 'form').requestSubmit();
const said = (host: LabImport): string => inside(host, '#said').textContent.trim();
const json = (value: unknown): Response => new Response(JSON.stringify(value));

describe('another model', () => {
  it('is accessible, and asks nobody before the button that names the host is pressed', async () => {
    const { host, asked, models } = await dialog(async () => json(config));
    await expectAccessible(document);
    type(host, 'meta-llama/Llama-3.1-8B-Instruct');
    await host.updateComplete;
    expect(asked).toEqual([]);
    expect(inside(host, 'form button').textContent).toBe('Fetch from huggingface.co');
    submit(host);
    await until(() => models.length === 1, 'the model');
    const repository = 'https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct/resolve/main';
    expect(asked).toEqual([`${repository}/config.json`, `${repository}/hf_quant_config.json`]);
    expect(modelName({ ...scenarioDefaults, model: models[0]! } as Scenario)).toBe('Llama-3.1-8B-Instruct');
    await until(() => host.shadowRoot?.querySelector('dialog[open]') === null, 'the dialog to close');
  });

  it.each([
    [401, 'GatedRepo', 'is gated'],
    [401, 'RepoNotFound', 'shows nobody a model'],
    [404, 'EntryNotFound', 'has no config.json'],
    [429, '', 'asks to wait'],
    [503, '', 'status 503'],
  ])('says what an answer of %i %s means, and keeps the model', async (status, code, words) => {
    const { host, models } = await dialog(async () => new Response('', { status, headers: code ? { 'x-error-code': code } : {} }));
    type(host, 'org/name');
    submit(host);
    await until(() => said(host).includes(words), words);
    expect(models).toEqual([]);
  });

  it('names the field that is wrong', async () => {
    const { host } = await dialog(async () => json({ ...config, num_hidden_layers: 'many' }));
    type(host, 'org/name');
    submit(host);
    await until(() => said(host).startsWith('num_hidden_layers:'), 'the field');
  });

  it('says that there is no network, and that pasting works without it', async () => {
    const { host } = await dialog(() => Promise.reject(new TypeError('Failed to fetch')));
    type(host, 'org/name');
    submit(host);
    await until(() => said(host).includes('could not be reached'), 'the words');
    expect(said(host)).toContain('pasted');
  });

  it('reads no more than a configuration can be', async () => {
    const { host } = await dialog(async () => new Response(new Uint8Array(1_500_000)));
    type(host, 'org/name');
    submit(host);
    await until(() => said(host).includes('larger than 1 MB'), 'the words');
  });

  it('lets a request be cancelled, also by closing', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const { host } = await dialog(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    );
    type(host, 'org/name');
    submit(host);
    await until(() => textOf(inside(host, 'form')).includes('Cancel'), 'the button');
    inside(host, 'form button').click();
    await until(() => textOf(inside(host, 'form')).includes('Fetch from'), 'the end');
    expect(signals[0]?.aborted).toBe(true);
  });

  it('asks for nothing that is no name', async () => {
    const { host, asked } = await dialog(async () => json(config));
    for (const name of ['llama', '../../api/models', 'a/../b', 'https://elsewhere.example/a/b']) {
      type(host, name);
      submit(host);
      await host.updateComplete;
      expect(said(host)).toContain('org/name');
    }
    expect(asked).toEqual([]);
    expect(hubId('https://huggingface.co/Qwen/Qwen3-8B/tree/main')).toBe('Qwen/Qwen3-8B');
  });
});

describe('needed fields', () => {
  it('say the same model in a link that stays short', () => {
    const needed = neededFields(config, 'meta-llama/Llama-3.1-8B-Instruct');
    expect(importConfig(needed)).toEqual(importConfig(config));
    expect(Object.keys(needed)).not.toContain('rope_scaling');
    expect(scenarioToQuery({ ...scenarioDefaults, model: needed } as Scenario).toString().length).toBeLessThan(900);
  });

  it('keep one name of the many that are not quantised, and all layer types', () => {
    const quantised = {
      ...config,
      layer_types: Array.from({ length: 32 }, (_, layer) => (layer % 2 ? 'full_attention' : 'sliding_attention')),
      sliding_window: 128,
      quantization_config: {
        quant_method: 'mxfp4',
        modules_to_not_convert: Array.from({ length: 300 }, (_, index) => `model.layers.${index}.self_attn`),
      },
    };
    const needed = neededFields(quantised);
    expect(importConfig(needed)).toEqual(importConfig(quantised));
    expect(needed['layer_types']).toHaveLength(32);
    expect(JSON.stringify(needed['quantization_config']).length).toBeLessThan(120);
  });
});

describe('a model out of a file', () => {
  const whole = ggufFile(smallMetadata, smallTensors);
  const half = smallTensors.length / 2;

  async function chosen(...files: readonly File[]): Promise<{ readonly host: LabOwnModel; readonly words: string }> {
    const host = await mount(LabOwnModel, html`<lab-own-model></lab-own-model>`);
    const input = insideAs(HTMLInputElement, host, 'input');
    const list = new DataTransfer();
    for (const file of files) list.items.add(file);
    input.files = list.files;
    input.dispatchEvent(new Event('change'));
    await until(() => input.files?.length === 0, 'the file');
    await host.updateComplete;
    return { host, words: textOf(inside(host, '#reading')) };
  }

  it('is the header of a .gguf file, whole or split, used like a configuration', async () => {
    const { host, words } = await chosen(new File([whole, new Uint8Array(5_000_000)], 'small.gguf'));
    expect(words).toMatch(/parameters in \d+ layers/);
    const models: Scenario['model'][] = [];
    host.addEventListener('lab-change', ({ patch }) => patch.model !== undefined && models.push(patch.model));
    [...(host.shadowRoot?.querySelectorAll('button') ?? [])].at(-1)?.click();
    expect(models).toHaveLength(1);
    const split = await chosen(
      new File([ggufFile({ 'split.no': 1 }, smallTensors.slice(half))], 'small-00002-of-00002.gguf'),
      new File([ggufFile({ ...smallMetadata, 'split.count': 2 }, smallTensors.slice(0, half))], 'small-00001-of-00002.gguf'),
    );
    expect(split.words).toBe(words);
  });

  it.each([
    ['a part of a model', new File([whole], 'small-00001-of-00002.gguf'), 'split into 2 files: choose all of them together'],
    ['a file that is cut off', new File([whole.slice(0, 5000)], 'cut.gguf'), 'ends within its header'],
    ['a text', new File(['x'.repeat(100)], 'text.gguf'), 'not a valid gguf file'],
    ['no configuration', new File(['[]'], 'config.json'), 'A config.json is an object in braces.'],
  ])('says what is wrong with %s', async (_, file, expected) => {
    expect((await chosen(file)).words).toContain(expected);
  });
});
