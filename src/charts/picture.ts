/**
 * A figure to take away: the SVG on the page with its styles written into it, under its title and over its source
 * line and link, so that it looks the same in a talk as it did here.
 */
/** What stands around the chart: what it found, how it is to be read, where it came from. */
export interface Caption {
  readonly title: string;
  readonly note: string;
  readonly link: string;
}

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

const namespace = 'http://www.w3.org/2000/svg';
const pad = 28,
  titleSize = 21,
  noteSize = 12;
/** Mean advance of a letter as a share of its size: the serif of titles, the sans of notes. */
const titleAdvance = 0.54,
  noteAdvance = 0.55;

/** @returns a standalone SVG document */
export function pictureOf(chart: SVGSVGElement, { title, note, link }: Caption): string {
  const { width, height } = chart.viewBox.baseVal;
  const page = getComputedStyle(chart);
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = chart.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index];
    if (original) inkIn(element as SVGElement, getComputedStyle(original));
  });
  const titleLines = wrapped(title, width / (titleSize * titleAdvance));
  const noteLines = [note, link].flatMap((line) => wrapped(line, width / (noteSize * noteAdvance)));
  const titleRoom = 24 + titleLines.length * titleSize * 1.3 + 14,
    footRoom = 26 + noteLines.length * noteSize * 1.5 + 14;
  copy.setAttribute('x', String(pad));
  copy.setAttribute('y', String(titleRoom));
  copy.setAttribute('overflow', 'visible');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const whole = document.createElementNS(namespace, 'svg');
  const outer = { width: width + 2 * pad, height: height + titleRoom + footRoom };
  for (const [name, value] of Object.entries({
    xmlns: namespace,
    width: outer.width,
    height: outer.height,
    viewBox: `0 0 ${outer.width} ${outer.height}`,
  }))
    whole.setAttribute(name, String(value));
  const ink = plainColour(page.getPropertyValue('fill')),
    paper = resolved('--paper', chart),
    quiet = resolved('--quiet', chart);
  const serif = page.getPropertyValue('--serif'),
    sans = page.fontFamily;
  whole.append(
    element('rect', { width: outer.width, height: outer.height, fill: paper }),
    ...titleLines.map((line, index) =>
      element('text', { x: pad, y: 40 + index * titleSize * 1.3, fill: ink, 'font-family': serif, 'font-size': titleSize, 'font-weight': 500 }, line),
    ),
    copy,
    ...noteLines.map((line, index) =>
      element('text', { x: pad, y: titleRoom + height + 34 + index * noteSize * 1.5, fill: quiet, 'font-family': sans, 'font-size': noteSize }, line),
    ),
  );
  return new XMLSerializer().serializeToString(whole);
}

/** Text in lines of at most so many letters; SVG does not wrap, and a link without a space is cut where it must be. */
export function wrapped(text: string, letters: number): readonly string[] {
  const most = Math.max(8, Math.floor(letters)),
    lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((part) => part.match(new RegExp(`.{1,${most}}`, 'g')) ?? [])) {
    if (line && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}

function inkIn(target: SVGElement, style: CSSStyleDeclaration): void {
  target.removeAttribute('class');
  for (const property of inked) {
    const value = style.getPropertyValue(property);
    target.removeAttribute(property);
    target.style.setProperty(property, property === 'fill' || property === 'stroke' ? plainColour(value) : value);
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

/** A custom property as a colour that stands by itself: `light-dark()` and `var()` mean nothing outside the page. */
function resolved(property: string, near: Element): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  near.getRootNode().appendChild(probe);
  const colour = plainColour(getComputedStyle(probe).color);
  probe.remove();
  return colour;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
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
