/**
 * Whether the page around is light or dark. A page that says its `color-scheme` is followed by CSS alone; one that only
 * paints itself dark is recognised by what it painted behind the element.
 */

/** @returns null where CSS inherits the right one */
export function paintedScheme(host: Element): 'light' | 'dark' | null {
  const parent = parentOf(host);
  if (parent === null || getComputedStyle(parent).colorScheme !== 'normal') return null;
  for (let at: Element | null = parent; at !== null; at = parentOf(at)) {
    const luminance = luminanceOf(getComputedStyle(at).backgroundColor);
    if (luminance !== null) return luminance < 0.4 ? 'dark' : 'light';
  }
  return 'light';
}

/** Tells when the page around may have changed its colours. @returns how to stop */
export function watchScheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributes = { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-color-mode', 'data-bs-theme', 'theme'] };
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, attributes);
  const preference = matchMedia('(prefers-color-scheme: dark)');
  preference.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    preference.removeEventListener('change', changed);
  };
}

function parentOf(element: Element): Element | null {
  const parent = element.assignedSlot ?? element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
}

/** 0 to 1 of an opaque `rgb()`; null of what lets through what is behind it, and of notations that pages rarely compute to. */
function luminanceOf(colour: string): number | null {
  const [red, green, blue, alpha = 1] = /^rgba?\(/.test(colour) ? (colour.match(/[\d.]+/g) ?? []).map(Number) : [];
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) return null;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
