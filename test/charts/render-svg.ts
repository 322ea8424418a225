/** A Lit template as the text that a browser would hold, without a DOM: what the drawings of charts are compared as. */
import { nothing, type SVGTemplateResult } from 'lit';

interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

const isTemplate = (value: unknown): value is Template => typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Two decimals: a hundredth of a pixel is no difference, and no processor's rounding shows. */
const shortened = (text: string): string => text.replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));

function child(value: unknown): string {
  if (value === nothing || value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(child).join('');
  if (isTemplate(value)) return written(value);
  return escaped(typeof value === 'string' ? value : JSON.stringify(value));
}

function written({ strings, values }: Template): string {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    const unquoted = /\s[\w-]+=$/.exec(text);
    // An attribute whose whole value is nothing is not there.
    if (unquoted) text = value === nothing ? text.slice(0, unquoted.index) : `${text}"${escaped(String(value))}"`;
    else text += child(value);
    text += strings[index + 1] ?? '';
  }
  return text;
}

/** One element a line, with a namespace, so that the file opens as a picture. */
export function renderSvg(template: SVGTemplateResult): string {
  const text = shortened(written(template)).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
  return `${text
    .replaceAll(/\s+</g, '<')
    .replaceAll(/(<(?!\/))/g, '\n$1')
    .trim()}\n`;
}
