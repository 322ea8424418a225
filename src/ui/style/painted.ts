/**
 * Styles that depend on values, set through the element itself: a `style` attribute in the markup is refused by a page whose policy allows
 * no inline styles, and Lit's own `styleMap` writes one when it first draws.
 */
import { directive, Directive, type ElementPart } from 'lit/directive.js';

class Painted extends Directive {
  override render(properties: Readonly<Record<string, string>>): unknown {
    return properties;
  }

  override update({ element }: ElementPart, [properties]: [Readonly<Record<string, string>>]): unknown {
    if (element instanceof HTMLElement || element instanceof SVGElement)
      for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
    return this.render(properties);
  }
}

/** `<i ${painted({ background: 'red' })}></i>`: properties by their names in CSS, custom ones included. */
export const painted = directive(Painted);
