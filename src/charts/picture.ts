/**
 * A figure to take away: its chart with title, legend, source and origin around it, and all styles of the page written into it, so that
 * it looks the same in a talk as it did here.
 */
import { html, render, type TemplateResult } from 'lit';
import { pictureFrame, type Caption } from './picture-frame.ts';

const inked = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'font-variant-numeric',
] as const;

/**
 * @param root where the chart's styles hold; what is drawn there for a moment is not seen
 * @returns a standalone SVG document
 */
export function pictureOf(root: ShadowRoot, chart: TemplateResult, caption: Caption): string {
  const apart = document.createElement('div');
  Object.assign(apart.style, { position: 'absolute', visibility: 'hidden', inset: '0 auto auto 0', width: '0', height: '0', overflow: 'hidden' });
  apart.setAttribute('aria-hidden', 'true');
  root.append(apart);
  try {
    render(chart, apart);
    const drawn = apart.querySelector<SVGSVGElement>('svg.chart');
    if (!drawn) throw new Error('there is nothing to draw');
    const { width, height } = drawn.viewBox.baseVal;
    const whole = document.createElement('div');
    apart.append(whole);
    render(html`${pictureFrame(caption, { width, height }, '')}`, whole);
    whole.querySelector('.drawn')?.append(drawn);
    const picture = whole.querySelector('svg');
    if (!picture) throw new Error('there is nothing to draw');
    inkAll(picture);
    // The frame has placed it; a size in per cent would be of the whole.
    drawn.setAttribute('width', String(width));
    drawn.setAttribute('height', String(height));
    drawn.setAttribute('overflow', 'visible');
    return new XMLSerializer().serializeToString(picture).replace(/<!--[\s\S]*?-->/g, '');
  } finally {
    apart.remove();
  }
}

/** All styles are read before the first is written, since those of a parent are handed down. */
function inkAll(picture: SVGSVGElement): void {
  const elements = [...picture.querySelectorAll<SVGElement>('*')];
  const colours = new Map<string, string>();
  const plain = (colour: string): string => {
    const known = colours.get(colour) ?? plainColour(colour);
    colours.set(colour, known);
    return known;
  };
  const styles = elements.map((element) => {
    const style = getComputedStyle(element);
    return inked.map((property) => {
      const value = style.getPropertyValue(property);
      return [property, property === 'fill' || property === 'stroke' ? plain(value) : value] as const;
    });
  });
  for (const [index, element] of elements.entries()) {
    element.removeAttribute('class');
    for (const [property, value] of styles[index] ?? []) {
      element.removeAttribute(property);
      element.style.setProperty(property, value);
    }
  }
}

/** Slides and drawing programs do not read `oklch()`: a browser paints the colour and says which bytes it took. */
function plainColour(colour: string): string {
  if (colour === 'none') return colour;
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** Twice the pixels, so that it is sharp on a projector. */
export async function pngOf(picture: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser could not draw the picture'))), 'image/png');
  });
}
