/** One element on an otherwise empty page with the lab's tokens, taken away after the test; and what axe says about it. */
import '../../src/ui/style/tokens.css';
import axe from 'axe-core';
import { html, render, type TemplateResult } from 'lit';
import { afterEach, expect } from 'vitest';
import type { PageId } from '../../src/share/pages.ts';
import type { LabApp } from '../../src/ui/page/app.ts';

afterEach(() => {
  document.body.replaceChildren();
  delete document.documentElement.dataset['scheme'];
});

/** @param kind the element's class, which the caller has imported to define it */
export async function mount<T extends HTMLElement>(kind: abstract new () => T, template: TemplateResult): Promise<T> {
  const main = document.createElement('main');
  document.body.append(main);
  render(
    html`<h1 style="font-size:16px">Test</h1>
      ${template}`,
    main,
  );
  const element = main.children[1];
  if (!(element instanceof kind)) throw new Error(`the template did not make a ${kind.name}`);
  if ('updateComplete' in element) await element.updateComplete;
  return element;
}

/** The first match in the element's own root, which must be there. */
export const inside = (host: Element, selector: string): HTMLElement => insideAs(HTMLElement, host, selector);

/** The same for a class of element that has more to it. */
export function insideAs<T extends Element>(kind: abstract new () => T, host: Element, selector: string): T {
  const found = host.shadowRoot?.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`no ${selector} in ${host.localName}`);
  return found;
}

/** The input of a number field of the element's, by its label. */
export function numberIn(host: Element, label: string): HTMLInputElement {
  const field = [...(host.shadowRoot?.querySelectorAll('lab-number') ?? [])].find((each) => each.field.label === label);
  if (!field) throw new Error(`no field "${label}" in ${host.localName}`);
  return insideAs(HTMLInputElement, field, 'input');
}

/** Opens another page of the lab, with its figures drawn. */
export async function openPage(app: LabApp, id: PageId): Promise<void> {
  await app.session.goTo(new URL(app.session.navigation.hrefOf(id), location.href));
  await until(() => app.session.navigation.page.id === id && app.shadowRoot?.querySelector('main .opening, main .first') !== null, `the page ${id}`);
  await app.updateComplete;
}

/** Types into a field and leaves it. */
export async function enter(input: HTMLInputElement, text: string): Promise<void> {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await pause(20);
}

/** All text that a reader sees in an element, shadow roots included, with single spaces. */
export function textOf(node: Node): string {
  const parts: string[] = [];
  const walk = (from: Node): void => {
    if (from instanceof HTMLStyleElement) return;
    if (from.nodeType === Node.TEXT_NODE) parts.push(from.textContent ?? '');
    if (from instanceof Element && from.shadowRoot) walk(from.shadowRoot);
    for (const child of from.childNodes) walk(child);
  };
  walk(node);
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

/** Fails with the rules that are broken and where. Contrast is judged on end states: the caller waits for fades. */
export async function expectAccessible(context: Element | Document): Promise<void> {
  const { violations } = await axe.run(context, { resultTypes: ['violations'] });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`).join(' | ')}`),
  ).toEqual([]);
}

export const pause = (milliseconds = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until something holds; the longest wait is generous, since software rendering shares the machine. */
export async function until(holds: () => boolean, what: string, longest = 30_000): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > longest) throw new Error(`waited ${longest} ms for ${what}`);
    await pause(20);
  }
}

/** What has the focus, through all shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

export function press(key: string, target: Element | null = focused()): void {
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
}
