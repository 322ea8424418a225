import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attributeNames } from '../../src/embed/attributes.ts';
import { eventNames } from '../../src/embed/events.ts';
import { figureNames } from '../../src/share/poster.ts';
import { themes } from '../../src/share/snippet.ts';

interface Named {
  readonly name: string;
  readonly type?: { readonly text: string };
}
interface Declaration {
  readonly tagName: string;
  readonly attributes: readonly Named[];
  readonly members: readonly Named[];
  readonly events: readonly Named[];
}
const manifest = JSON.parse(readFileSync('src/embed/custom-elements.json', 'utf8')) as { modules: { path: string; declarations: Declaration[] }[] };
const packed = JSON.parse(readFileSync('package.json', 'utf8')) as { customElements: string; exports: Record<string, { default: string }> };
const words = (all: readonly string[]): string => all.map((word) => `'${word}'`).join(' | ');

describe('the manifest of custom elements', () => {
  const [module] = manifest.modules;
  const [element] = module?.declarations ?? [];

  test('lists the attributes, properties and events that the element has, and no other', () => {
    expect(element?.tagName).toBe('inference-cost-lab');
    expect(element?.attributes.map(({ name }) => name)).toEqual(attributeNames);
    expect(element?.members.map(({ name }) => name)).toEqual(attributeNames);
    expect(element?.events.map(({ name }) => name)).toEqual(eventNames);
  });

  test('names the same figures and themes', () => {
    const typeOf = (name: string): string | undefined => element?.attributes.find((each) => each.name === name)?.type?.text;
    expect(typeOf('figure')).toBe(words(figureNames));
    expect(typeOf('theme')).toBe(words(themes));
  });

  test('is where the package says', () => {
    expect(packed.customElements).toBe('dist/embed/custom-elements.json');
    expect(packed.exports['./embed']?.default).toBe(`./${module?.path ?? ''}`);
  });

  test('every attribute and event is in the document', () => {
    const text = readFileSync('docs/embed.md', 'utf8');
    for (const name of [...attributeNames, ...eventNames]) expect(text).toContain(`\`${name}\``);
  });
});
