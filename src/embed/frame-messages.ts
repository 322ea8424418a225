/**
 * What a page may say to a frame with a figure: `{ type: "inference-cost-lab", event: "lab-set", figure?, scenario?, … }`.
 * Anything of another type is somebody else's and is passed over; what has the type and not the shape is said to be wrong.
 * A message can do no more than the frame's own address can: every value goes through the same judge of attributes.
 */
import { attributeNames, type AttributeName } from './attributes.ts';

export const messageType = 'inference-cost-lab';

/** Null takes an attribute away. */
export type Settings = Readonly<Partial<Record<AttributeName, string | null>>>;

export type ReadMessage =
  { readonly kind: 'not-ours' } | { readonly kind: 'wrong'; readonly message: string } | { readonly kind: 'set'; readonly settings: Settings };

/** A frame's link leads to its own lab, whoever holds the frame. */
export const settableNames = attributeNames.filter((name) => name !== 'lab');

const longest = 16_384;

const wrong = (message: string): ReadMessage => ({ kind: 'wrong', message: `A message to this frame was refused: ${message}.` });

export function readMessage(data: unknown): ReadMessage {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !Object.hasOwn(data, 'type')) return { kind: 'not-ours' };
  const { type, event, ...rest } = data as Record<string, unknown>;
  if (type !== messageType) return { kind: 'not-ours' };
  if (event !== 'lab-set') return wrong('its event is not “lab-set”');
  const settings: Partial<Record<AttributeName, string | null>> = {};
  for (const [name, value] of Object.entries(rest)) {
    const attribute = settableNames.find((each) => each === name);
    if (attribute === undefined) return wrong(`it takes ${settableNames.join(', ')} and nothing else`);
    if (attribute === 'live') {
      if (typeof value !== 'boolean') return wrong('live is not true or false');
      settings.live = value ? '' : null;
    } else {
      if (value !== null && typeof value !== 'string') return wrong(`${attribute} is neither text nor null`);
      if (value !== null && value.length > longest) return wrong(`${attribute} is longer than ${longest} characters`);
      settings[attribute] = value;
    }
  }
  return { kind: 'set', settings };
}

/** The attributes that stand in a frame's address; all other keys are the scenario's. `origin` is the one page that the frame talks to. */
export function readFrameQuery(query: URLSearchParams): { readonly settings: Settings; readonly origin: string | null } {
  const settings: Partial<Record<AttributeName, string | null>> = {};
  const scenario = new URLSearchParams();
  for (const [name, value] of query) {
    const attribute = settableNames.find((each) => each === name && each !== 'scenario');
    if (attribute !== undefined) settings[attribute] = value;
    else if (name === 'scenario') for (const [key, inner] of new URLSearchParams(value)) scenario.append(key, inner);
    else if (name !== 'origin' && name !== 'lab') scenario.append(name, value);
  }
  settings.scenario = scenario.toString();
  return { settings, origin: readOrigin(query.get('origin')) };
}

function readOrigin(text: string | null): string | null {
  try {
    const { origin, protocol } = new URL(text ?? '');
    return protocol === 'https:' || protocol === 'http:' ? origin : null;
  } catch {
    return null;
  }
}
