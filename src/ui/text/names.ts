/** Catalogue names as a sentence says them: short, in the plural where there are several. No DOM. */

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** `two`, `sixteen` stays `16`. */
export function numberWord(count: number): string {
  return numbers[count] ?? new Intl.NumberFormat('en-US').format(count);
}

/** `H200` of "H200 SXM 141GB", `H100 PCIe` of "H100 PCIe 80GB": what tells chips apart, without what a box says. */
export function shortName(name: string): string {
  return name
    .replace(/\s*\(.*?\)/g, '')
    .replace(/\s*\/.*$/, '')
    .replace(/^(Instinct|GeForce|Vera Rubin)\s+/, '')
    .replace(/\s+\d+\s?GB\b/i, '')
    .replace(/\s+SXM\d?\b/, '')
    .replace(/\s+NVL72\b/, '')
    .replace(/\s+Blackwell Server Edition$/, '')
    .replace(/\s+(Trillium|Ironwood|RDU)$/, '')
    .replace(/^Groq 3 LPU /, 'Groq ')
    .trim();
}

/** `two H200s`, `one Gaudi 3`, `eight TPU v6e chips`. */
export function severalOf(count: number, name: string): string {
  const short = shortName(name);
  if (count === 1) return `${numberWord(1)} ${short}`;
  return `${numberWord(count)} ${/^TPU|^Ascend|^Arc|^Gaudi/.test(short) ? `${short} chips` : `${short}s`}`;
}

/** "Llama 3.3 70B" of "Llama 3.3 70B Instruct". */
export function shortModel(name: string): string {
  return name.replace(/\s+(Instruct|Base 8K)$/, '').replace(/\s*\/.*$/, '');
}

/** "org/name" by which a configuration calls itself; null without one, and for a path of somebody's disk. */
export function configName(config: Readonly<Record<string, unknown>>): string | null {
  const name = config['_name_or_path'];
  return typeof name === 'string' && /^(?:[\w.-]{1,96}\/)?[\w.-]{1,96}$/.test(name) ? name : null;
}
