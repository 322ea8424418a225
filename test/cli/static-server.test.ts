import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../src/cli/isolation.ts';
import { serveFolder, type StaticServer } from '../../src/cli/static-server.ts';

let outside: string;
let server: StaticServer;

beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'static-server-'));
  const folder = join(outside, 'dist');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(outside, 'dist-private'));
  await writeFile(join(outside, 'secret.txt'), 'secret');
  await writeFile(join(outside, 'dist-private', 'secret.txt'), 'secret');
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(folder, 'a b.json'), '{}');
  await writeFile(join(folder, '100%.txt'), '0123456789');
  await writeFile(join(folder, 'cli.js'), 'secret');
  await mkdir(join(folder, 'measure'));
  await writeFile(join(folder, 'measure', 'index.html'), '<!doctype html><title>measure');
  await mkdir(join(folder, 'library'));
  await writeFile(join(folder, 'library', 'index.js'), 'secret');
  await symlink(join(folder, 'cli.js'), join(folder, 'other.js'));
  await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
  server = await serveFolder(folder, 0);
});

afterAll(async () => {
  await server.close();
  await rm(outside, { recursive: true });
});

/** A request whose path is sent as it stands; `fetch` would tidy the dots away. */
async function get(
  path: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('serveFolder', () => {
  test('the page, isolated from other origins', async () => {
    const { status, headers, body } = await get('/?run=quick');
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html>' });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': contentSecurityPolicy,
    });
  });

  test('a page without the slash at its end is sent to where its files are, with the scenario that was asked for', async () => {
    expect(await get('/measure?model=llama-3.1-8b')).toMatchObject({ status: 301, headers: { location: 'measure/?model=llama-3.1-8b' } });
    expect((await get('/measure/?model=llama-3.1-8b')).body).toContain('measure');
  });

  test('a script by its type, kept for ever since its name holds its hash', async () => {
    const { headers } = await get('/assets/index-abc.js');
    expect(headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' });
  });

  test('an escaped name, and HEAD without a body', async () => {
    expect((await get('/a%20b.json')).body).toBe('{}');
    expect(await get('/a%20b.json', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/../dist-private/secret.txt',
    '/link.txt',
    '/cli.js',
    '/CLI.js',
    '/x/../cli.js',
    '/c%6ci.js',
    '/other.js',
    '/library/index.js',
    '/library/',
    '/index',
    '/missing',
    '/assets',
    '/%00',
    '/%',
    '//',
  ])('%s is not found', async (path) => {
    const { status, body } = await get(path);
    expect(body).not.toContain('secret');
    expect(status).toBe(404);
  });

  test('anything but reading is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await get('/', method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD', 'cross-origin-opener-policy': 'same-origin' } });
  });

  test('what has not changed is not sent again', async () => {
    const first = await get('/');
    const again = await get('/', 'GET', { 'If-None-Match': String(first.headers['etag']) });
    expect(again).toMatchObject({ status: 304, body: '', headers: { 'cross-origin-embedder-policy': 'require-corp', 'cache-control': 'no-cache' } });
    await writeFile(join(outside, 'dist', 'index.html'), '<!doctype html><title>');
    expect(await get('/', 'GET', { 'If-None-Match': String(first.headers['etag']) })).toMatchObject({ status: 200, body: '<!doctype html><title>' });
  });

  test.each([
    ['bytes=2-4', 206, '234'],
    ['bytes=7-', 206, '789'],
    ['bytes=7-900', 206, '789'],
    ['bytes=900-', 416, ''],
    ['bytes=5-2', 200, '0123456789'],
    ['bytes=-3', 200, '0123456789'],
    ['lines=1-2', 200, '0123456789'],
    ['bytes=0-0', 200, '0123456789'],
  ])('a range %s: %i', async (range, status, body) => {
    expect(await get('/100%25.txt', 'GET', { Range: range })).toMatchObject({ status, body });
  });

  test('a link of the full length, and the page’s own requests that name it', async () => {
    const query = `/?${'x'.repeat(16_384)}`;
    expect((await get(query, 'GET', { Referer: `${server.url}${query}` })).status).toBe(200);
  });

  test('a taken port is an error with a code', async () => {
    await expect(serveFolder(outside, Number(new URL(server.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
