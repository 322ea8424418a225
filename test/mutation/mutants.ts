/**
 * Small planted errors, found in the TypeScript syntax tree: an operator, a comparison, a constant, a condition, a term, two arguments or a
 * call is changed. Every mutant replaces one expression by another, so that the same place can be watched for being run at all.
 */
import ts from 'typescript';

export interface Mutant {
  /** Path from the repository root. */
  readonly file: string;
  readonly line: number;
  /** The expression that is replaced, as offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
  readonly kind: Kind;
}

export type Kind = 'operator' | 'comparison' | 'boundary' | 'constant' | 'condition' | 'term' | 'arguments' | 'call';

const arithmetic: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '<<': '>>',
  '&': '|',
  '|': '&',
  '^': '&',
};
const logical: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };
const boundaries: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const negations: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
};
const otherCalls: Readonly<Record<string, string>> = {
  'Math.min': 'Math.max',
  'Math.max': 'Math.min',
  'Math.floor': 'Math.ceil',
  'Math.ceil': 'Math.floor',
  'Math.round': 'Math.floor',
};
/** Methods whose result can stand in for what they were called on. */
const passing = new Set(['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'trim', 'toLowerCase', 'replace', 'replaceAll']);

/** Every mutant of a file's text, in the order of the syntax tree. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const of = (node: ts.Node): string => node.getText(source);

  const add = (node: ts.Node, kind: Kind, replacement: string): void => {
    const start = node.getStart(source);
    const original = of(node);
    if (replacement === original || inChain(node)) return;
    mutants.push({ file, line: source.getLineAndCharacterOfPosition(start).line + 1, start, end: node.end, original, replacement, kind });
  };

  const visit = (node: ts.Node): void => {
    if (untouched(node)) return;
    if (ts.isBinaryExpression(node)) binary(node);
    else if (ts.isPrefixUnaryExpression(node)) prefix(node);
    else if (ts.isNumericLiteral(node)) number(node);
    else if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'constant', 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'constant', 'true');
    else if (ts.isConditionalExpression(node)) {
      add(node, 'condition', `(${of(node.whenTrue)})`);
      add(node, 'condition', `(${of(node.whenFalse)})`);
    } else if (ts.isIfStatement(node)) {
      add(node.expression, 'condition', 'true');
      add(node.expression, 'condition', 'false');
    } else if (ts.isCallExpression(node)) call(node);
    ts.forEachChild(node, visit);
  };

  const binary = (node: ts.BinaryExpression): void => {
    const left = of(node.left);
    const right = of(node.right);
    const operator = of(node.operatorToken);
    const with_ = (other: string): string => `(${left}) ${other} (${right})`;
    const other = arithmetic[operator];
    if (other !== undefined) {
      // Strings are joined by + as well; what they say is not arithmetic.
      if (operator === '+' && [node.left, node.right].some(isText)) return;
      const assigns = operator.endsWith('=');
      add(node, 'operator', assigns ? `${left} ${other} (${right})` : with_(other));
      if (assigns) add(node, 'term', left);
      else {
        add(node, 'term', `(${left})`);
        if (operator === '+' || operator === '*') add(node, 'term', `(${right})`);
      }
    }
    if (operator in logical) add(node, 'operator', with_(logical[operator] as string));
    if (operator === '??') {
      add(node, 'term', `(${left})`);
      add(node, 'term', `(${right})`);
    }
    if (operator in boundaries) add(node, 'boundary', with_(boundaries[operator] as string));
    if (operator in negations) add(node, 'comparison', with_(negations[operator] as string));
  };

  const prefix = (node: ts.PrefixUnaryExpression): void => {
    if (node.operator === ts.SyntaxKind.ExclamationToken) add(node, 'operator', `(${of(node.operand)})`);
    if (node.operator === ts.SyntaxKind.MinusToken) add(node, 'operator', `(${of(node.operand)})`);
  };

  const number = (node: ts.NumericLiteral): void => {
    const value = Number(node.text);
    // Another whole number where a whole number is, a quarter more otherwise.
    const replaced = Number.isInteger(value) && value <= 16 ? value + 1 : value * 1.25;
    add(node, 'constant', String(replaced));
  };

  const call = (node: ts.CallExpression): void => {
    // In parentheses it is no longer the call before which nothing may be assigned.
    if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return;
    const callee = of(node.expression);
    const texts = node.arguments.map(of);
    const other = otherCalls[callee];
    if (other !== undefined) add(node, 'call', `${other}(${texts.join(', ')})`);
    if (callee.startsWith('Math.') && texts.length > 0) for (const text of texts) add(node, 'call', `(${text})`);
    else if (ts.isExpressionStatement(node.parent)) add(node, 'call', 'undefined');
    else if (ts.isPropertyAccessExpression(node.expression) && passing.has(node.expression.name.text))
      add(node, 'call', `(${of(node.expression.expression)})`);
    // Which of a symmetric function's arguments comes first is nothing.
    if (otherCalls[callee] !== undefined) return;
    for (let index = 0; index + 1 < texts.length; index++) {
      if (![node.arguments[index], node.arguments[index + 1]].every((each) => each && isPlain(each))) continue;
      const swapped = [...texts];
      [swapped[index], swapped[index + 1]] = [swapped[index + 1] as string, swapped[index] as string];
      add(node, 'arguments', `${callee}(${swapped.join(', ')})`);
    }
  };

  visit(source);
  return mutants;
}

/** Where a mutant would be no error in what the program computes: types, imports, names, messages of errors, counters of loops. */
function untouched(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isDecorator(node) ||
    ts.isThrowStatement(node) ||
    (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) ||
    (ts.isNumericLiteral(node) && ts.isPropertyAssignment(node.parent) && node.parent.name === node)
  );
}

/** Part of an optional chain, or of what an assignment writes to: parentheses around it would change its meaning. */
function inChain(node: ts.Node): boolean {
  if ((node.flags & ts.NodeFlags.OptionalChain) !== 0) return true;
  const { parent } = node;
  return ts.isElementAccessExpression(parent) && parent.expression === node && (parent.flags & ts.NodeFlags.OptionalChain) !== 0;
}

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)));

/** A value that could stand in its neighbour's place: no function, object or text. */
const isPlain = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isNumericLiteral(node) || ts.isBinaryExpression(node);

/** The file with one mutant in it. */
export const planted = (text: string, { start, end, replacement }: Mutant): string => `${text.slice(0, start)}(${replacement})${text.slice(end)}`;

/** The file with each of `mutants`' places reporting its number when it is run; what it computes stays. */
export function watched(text: string, mutants: readonly { readonly id: number; readonly mutant: Mutant }[]): string {
  const opening = new Map<number, string>();
  const closing = new Map<number, string>();
  // Outer expressions first, so that at one offset the outer one opens first and closes last.
  const places = new Map<string, number[]>();
  for (const { id, mutant } of mutants) {
    const key = `${mutant.start} ${mutant.end}`;
    places.set(key, [...(places.get(key) ?? []), id]);
  }
  const sorted = [...places].map(([key, ids]) => ({ start: Number(key.split(' ')[0]), end: Number(key.split(' ')[1]), ids }));
  sorted.sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const { start, end, ids } of sorted) {
    opening.set(start, `${opening.get(start) ?? ''}(globalThis.__reached?.(${ids.join(',')}),(`);
    closing.set(end, `))${closing.get(end) ?? ''}`);
  }
  let result = '';
  for (let offset = 0; offset <= text.length; offset++) {
    result += (closing.get(offset) ?? '') + (opening.get(offset) ?? '') + text.slice(offset, offset + 1);
  }
  return result;
}
