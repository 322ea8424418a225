/**
 * All that the lab ever asks of anyone: a model's `config.json` from huggingface.co, when a visitor asks for it by name,
 * and the `hf_quant_config.json` beside it where the first names no number format. Every way in which it may fail is a value with words that say what to do. No DOM.
 */
export const hubHost = 'huggingface.co';

/** Bytes. The longest published configurations are about 100 kB (lists of layers that are not quantised). */
const largest = 1_000_000;
/** Milliseconds before a silent host counts as unreachable. */
const patience = 20_000;

export type Fetched = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

/** `org/name`, also out of the address of the model's page; null for anything else. */
export function hubId(typed: string): string | null {
  const path = typed.trim().replace(/^(https:\/\/)?(www\.)?huggingface\.co\//, '');
  const found = /^([A-Za-z0-9][\w.-]{0,95})\/([A-Za-z0-9][\w.-]{0,95})(?:[/?#].*)?$/.exec(path);
  return found === null || path.includes('..') ? null : `${found[1] ?? ''}/${found[2] ?? ''}`;
}

export function configAddress(id: string): string {
  return `https://${hubHost}/${id}/resolve/main/config.json`;
}

/** `hf_quant_config.json` of the same repository; null where there is none, or none that can be had. */
export async function fetchQuantisation(id: string, signal: AbortSignal): Promise<string | null> {
  const fetched = await fetchFile(id, `https://${hubHost}/${id}/resolve/main/hf_quant_config.json`, signal);
  return fetched.ok ? fetched.text : null;
}

/** @throws AbortError when the caller's own signal fires */
export const fetchConfig = (id: string, signal: AbortSignal): Promise<Fetched> => fetchFile(id, configAddress(id), signal);

/** @throws AbortError when the caller's own signal fires */
async function fetchFile(id: string, address: string, signal: AbortSignal): Promise<Fetched> {
  try {
    // Neither cookies nor the page's address go with it.
    const answer = await fetch(address, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    if (!answer.ok) return { ok: false, words: refusal(id, answer) };
    return await readAtMost(answer, largest);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return { ok: false, words: `${hubHost} did not answer within ${patience / 1000} seconds. A config.json can be pasted below instead.` };
    return {
      ok: false,
      words: `${hubHost} could not be reached: no network, or something on the way blocks it. A config.json can be pasted below instead.`,
    };
  }
}

/** The Hub answers 401 both for what is gated and for what does not exist; its error code tells which. */
function refusal(id: string, { status, headers }: Response): string {
  const code = headers.get('x-error-code');
  if (code === 'GatedRepo' || status === 403)
    return `${id} is gated: its terms must be accepted on ${hubHost} first. Open its config.json there and paste it below.`;
  if (code === 'EntryNotFound') return `${id} has no config.json. The repository that it was converted from may have one.`;
  if (status === 401 || status === 404) return `${hubHost} shows nobody a model ${id}: it may be misspelt, private, or gated.`;
  if (status === 429) return `${hubHost} asks to wait before the next request. Try again in a few minutes.`;
  return `${hubHost} answered with status ${status}. A config.json can be pasted below instead.`;
}

async function readAtMost(answer: Response, most: number): Promise<Fetched> {
  const reader = answer.body?.getReader();
  if (!reader) return { ok: true, text: '' };
  const decoder = new TextDecoder();
  let text = '',
    bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > most) {
      await reader.cancel();
      return { ok: false, words: `The file is larger than ${most / 1e6} MB: this is no config.json.` };
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return { ok: true, text: text + decoder.decode() };
}
