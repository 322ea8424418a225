/**
 * Which blocks of prompts came before: how many tokens of a prompt an unlimited prefix cache would hold. Engines forget and this does
 * not, so that a hit rate from here is the most that a cache can give.
 */

/** Ids below this are kept as one bit each (128 MiB at most): published traces number their blocks from 0. */
const mostBits = 2 ** 30;
/** Other ids are kept as numbers of 53 bits, in two generations of up to 64 MiB; the older is forgotten when the newer is full. */
const mostHashes = 2 ** 22;

export class PrefixBlocks {
  #bits = new Uint8Array(1024);
  #recent = new Set<number>();
  #older = new Set<number>();

  /** How many of a prompt's blocks, from the first on, were seen before; from now on all of them have been. */
  seen(blocks: readonly unknown[], scope = ''): number {
    let known = 0;
    let unbroken = true;
    for (const block of blocks) {
      if (!this.#add(block, scope)) unbroken = false;
      else if (unbroken) known += 1;
    }
    return known;
  }

  /** @returns whether it was there */
  #add(block: unknown, scope: string): boolean {
    if (scope === '' && typeof block === 'number' && Number.isInteger(block) && block >= 0 && block < mostBits) return this.#addBit(block);
    const hash = hashOf(`${scope}/${String(block)}`);
    if (this.#recent.has(hash)) return true;
    if (this.#recent.size >= mostHashes) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(hash);
    return this.#older.has(hash);
  }

  #addBit(block: number): boolean {
    const place = block >>> 3;
    if (place >= this.#bits.length) {
      const longer = new Uint8Array(Math.max(2 * this.#bits.length, place + 1));
      longer.set(this.#bits);
      this.#bits = longer;
    }
    const bit = 1 << (block & 7);
    const was = this.#bits[place] ?? 0;
    this.#bits[place] = was | bit;
    return (was & bit) !== 0;
  }
}

/** 53 bits of two FNV-1a walks (32 bits each): among a hundred million blocks two collide about once in a run. */
function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (low >>> 0) + ((high >>> 11) & 0x1fffff) * 2 ** 32;
}
