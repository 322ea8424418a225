/**
 * Serves the built page over HTTP on this machine alone: right types, isolation headers, nothing outside the folder and
 * nothing in it that is no part of the page. The lab is static, so that this is all the server it has; `sirv` answers
 * with entity tags, 304, ranges and HEAD.
 */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import sirv from 'sirv';
import { contentSecurityPolicy, framePolicy, isolationHeaders, solverPolicy, solverScript } from './isolation.ts';

export interface StaticServer {
  /** With a slash at the end: `http://localhost:4173/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A link holds up to 16,384 characters (`scenario/query.ts`) and comes twice: in the first line and, from the page's own
 * requests, as the referrer. Node's limit is 16 KiB for all of it.
 */
const mostHeaderBytes = 64 * 2 ** 10;

/** Built beside the page, for Node: the command line, the peers' bundle and the library. */
const notThePage = new RegExp(`^(cli\\.js|peers\\.js|library)($|\\${sep})`, 'i');

/** Files whose names change with what is in them. */
const hashed = /^(assets|embed[\\/]parts)[\\/]/;

const headers: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/** What stands in other people's pages: any page may load it, as a script or as a frame. It holds nothing of anybody's. */
const forOthers: Readonly<Record<string, string>> = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** `sirv` names no encoding but for HTML; what is opened by itself would be read as Latin-1. */
const texts: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.wgsl': 'text/wgsl',
};

/**
 * @param port 0 for any free one
 * @throws the listening error, with `code` `EADDRINUSE` where the port is taken
 */
export async function serveFolder(folder: string, port: number): Promise<StaticServer> {
  const root = await realpath(folder);
  // `dev` looks at the folder on every request, so that a build made meanwhile is what is served.
  const files = sirv(root, { dev: true, etag: true });
  const server = createServer({ maxHeaderSize: mostHeaderBytes }, (request, response) => {
    answer(root, files, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://localhost:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(root: string, files: ReturnType<typeof sirv>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405, 'only GET and HEAD are answered');
    return;
  }
  const asked = addressOf(request.url ?? '/');
  if (asked === null) {
    refuse(response, 404, 'not found');
    return;
  }
  const file = await fileFor(root, asked.pathname);
  if (file === null && (await fileFor(root, `${asked.pathname}/`)) !== null) {
    // Relative, so that it holds behind a proxy: the folder's own name and a slash, and the query that holds the scenario.
    response.writeHead(301, { Location: `${asked.pathname.split('/').at(-1) ?? ''}/${asked.search}` });
    response.end();
    return;
  }
  if (file === null) {
    refuse(response, 404, 'not found');
    return;
  }
  if (file.startsWith(`embed${sep}`)) for (const [name, value] of Object.entries(forOthers)) response.setHeader(name, value);
  if (file === join('embed', 'figure', 'index.html')) response.setHeader('Content-Security-Policy', framePolicy);
  if (solverScript.test(file)) response.setHeader('Content-Security-Policy', solverPolicy);
  const type = texts[extname(file)];
  if (type !== undefined) response.setHeader('Content-Type', `${type}; charset=utf-8`);
  // Names under assets/ and embed/parts/ carry a hash of what is in them; everything else may change with the next build.
  response.setHeader('Cache-Control', hashed.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
  // A range that makes no sense is left out, as the standard allows: the whole file is the answer.
  if (!isRange(request.headers.range)) delete request.headers.range;
  request.url = `/${encodeURI(file.split(sep).join('/'))}`;
  files(request, response, () => refuse(response, 404, 'not found'));
}

/** Null for what is no address: `//` names a host and then none. */
function addressOf(url: string): URL | null {
  try {
    return new URL(url, 'http://localhost');
  } catch {
    return null;
  }
}

/**
 * The file of the page that a request names, below the root; null where there is none, links out of it included. What a
 * name leads to is decided here and nowhere else: `sirv` gets it without dots, links and guesses.
 */
async function fileFor(root: string, pathname: string): Promise<string | null> {
  try {
    const wanted = decodeURIComponent(pathname);
    const path = await realpath(join(root, wanted.endsWith('/') ? `${wanted}index.html` : wanted));
    if (!path.startsWith(root + sep)) return null;
    const file = path.slice(root.length + 1);
    if (notThePage.test(file) || !(await stat(path)).isFile()) return null;
    await access(path, constants.R_OK);
    return file;
  } catch {
    return null;
  }
}

/** `bytes=0-99` or `bytes=100-`; `sirv` reads the last bytes (`bytes=-5`) and a first byte alone (`0-0`) as something else. */
function isRange(range: string | undefined): boolean {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  return first !== undefined && (last === '' || (Number(last) > 0 && Number(last) >= Number(first)));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${message}\n`);
}
