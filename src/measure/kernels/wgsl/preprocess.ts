/**
 * Completes a kernel of `shaders/`: puts a prelude before it (`enable`, `alias`, `const`) and carries out the three
 * directives that WGSL lacks. Register tiles must be named values, since an array that is indexed at run time spills,
 * and its extents cannot be `override` constants.
 *
 *   // @unroll i FROM TO    the lines up to the matching `// @end`, once for each i in FROM..TO-1, with `$i` replaced
 *   // @include PART        the lines of `shaders/parts/PART.wgsl`, which several kernels share
 *   // @if NAME             the lines up to `// @else` or `// @end`, when NAME is true
 *
 * FROM, TO and NAME are whole numbers or constants of the prelude. Directives nest; an index is one letter.
 */
import stageWeights from '../../../../shaders/parts/stage-weights.wgsl?raw';
import sumRows from '../../../../shaders/parts/sum-rows.wgsl?raw';

const parts: Readonly<Record<string, string>> = { 'stage-weights': stageWeights, 'sum-rows': sumRows };

export interface Prelude {
  /** WGSL extensions to enable: only those that this expansion uses. */
  readonly enable: readonly string[];
  /** Language features to require, in the same spirit. */
  readonly requires?: readonly string[];
  readonly alias: Readonly<Record<string, string>>;
  /** Whole numbers become `const NAME: u32`; truth values steer `@if` alone. */
  readonly constants: Readonly<Record<string, number | boolean>>;
}

interface Block {
  readonly kind: 'unroll' | 'if';
  readonly line: number;
  readonly index: string;
  readonly from: number;
  readonly to: number;
  readonly taken: boolean;
  readonly body: Node[];
  readonly otherwise: Node[];
  inElse: boolean;
}

type Node = string | Block;

/** What a thread fetches of so many pieces, as `NAME_LOADS`, and whether the last of them may not exist, as `NAME_RAGGED`. */
export function shareOf(name: string, pieces: number, threads: number): Prelude['constants'] {
  return { [`${name}_LOADS`]: Math.ceil(pieces / threads), [`${name}_RAGGED`]: pieces % threads !== 0 };
}

/** The whole shader text; throws an `Error` that names file and line for a malformed directive. */
export function expand(name: string, source: string, prelude: Prelude): string {
  const root = parse(name, included(name, source), prelude.constants);
  return `${writePrelude(prelude)}\n${write(root).join('\n')}\n`;
}

function included(name: string, source: string): string {
  return source.replaceAll(/^\s*\/\/ @include (\S+)\n/gm, (_, part: string) => {
    const text = parts[part];
    if (text === undefined) throw new Error(`${name}: no part "${part}"`);
    // The build drops the last line feed, and a directive must keep its line.
    return `${text.trimEnd()}\n`;
  });
}

function writePrelude(prelude: Prelude): string {
  const lines = [...prelude.enable.map((extension) => `enable ${extension};`), ...(prelude.requires ?? []).map((feature) => `requires ${feature};`)];
  for (const [name, type] of Object.entries(prelude.alias)) lines.push(`alias ${name} = ${type};`);
  for (const [name, value] of Object.entries(prelude.constants)) {
    if (typeof value === 'number') lines.push(`const ${name}: u32 = ${value}u;`);
  }
  return lines.join('\n');
}

function parse(name: string, source: string, constants: Prelude['constants']): Node[] {
  const root: Node[] = [];
  const open: Block[] = [];
  const fail = (line: number, message: string): never => {
    throw new Error(`${name}:${line}: ${message}`);
  };
  const number = (word: string | undefined, line: number): number => {
    const value = word === undefined ? NaN : /^\d+$/.test(word) ? Number(word) : constants[word];
    if (typeof value !== 'number' || !Number.isInteger(value)) return fail(line, `expected a whole number or a constant, not "${word ?? ''}"`);
    return value;
  };

  source.split('\n').forEach((text, position) => {
    const line = position + 1;
    const current = open.at(-1);
    const target = current === undefined ? root : current.inElse ? current.otherwise : current.body;
    const directive = /^\s*\/\/ @(\w+)\s*(.*)$/.exec(text);
    if (directive === null) {
      target.push(text);
      return;
    }
    const words = (directive[2] ?? '').trim().split(/\s+/).filter(Boolean);
    switch (directive[1]) {
      case 'unroll': {
        const index = words[0] ?? '';
        if (!/^[a-z]$/.test(index) || words.length !== 3) fail(line, 'expected "@unroll i FROM TO" with a one-letter index');
        const block: Block = {
          kind: 'unroll',
          line,
          index,
          from: number(words[1], line),
          to: number(words[2], line),
          taken: true,
          body: [],
          otherwise: [],
          inElse: false,
        };
        target.push(block);
        open.push(block);
        return;
      }
      case 'if': {
        const condition = constants[words[0] ?? ''];
        if (typeof condition !== 'boolean' || words.length !== 1) fail(line, `expected "@if NAME" with a truth value, not "${words.join(' ')}"`);
        const block: Block = { kind: 'if', line, index: '', from: 0, to: 0, taken: condition === true, body: [], otherwise: [], inElse: false };
        target.push(block);
        open.push(block);
        return;
      }
      case 'else':
        if (current === undefined || current.kind !== 'if' || current.inElse) return fail(line, '"@else" without "@if"');
        current.inElse = true;
        return;
      case 'end':
        if (open.pop() === undefined) fail(line, '"@end" without a directive');
        return;
      default:
        fail(line, `unknown directive "@${directive[1]}"`);
    }
  });
  const unclosed = open.at(-1);
  if (unclosed !== undefined) fail(unclosed.line, `"@${unclosed.kind}" is never ended`);
  return root;
}

function write(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string') return [node];
    if (node.kind === 'if') return write(node.taken ? node.body : node.otherwise);
    const body = write(node.body);
    const copies: string[] = [];
    for (let value = node.from; value < node.to; value++) {
      for (const line of body) copies.push(line.replaceAll(`$${node.index}`, String(value)));
    }
    return copies;
  });
}
