/** The main job, as a person would run it: `lab` measures with no hands, and its link opens elsewhere as the same result. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CostRow } from '../../src/estimate/views/cost-table.ts';
import { parseRun } from '../../src/run/parse.ts';
import type { Run } from '../../src/run/run.ts';
import { serveFolder } from '../../src/cli/static-server.ts';
import { launchBrowser } from './browser.ts';

let folder: string;
let finished: { status: number | null; out: string; err: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  const child = spawn(process.execPath, ['dist/cli.js', 'lab', '--base', 'https://lab.example.org/here/', '--json', join(folder, 'result.json')]);
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  finished = { status, out, err };
  // A minute of kernels on a software adapter, and twice that where two cores are shared.
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true }));

function result(): { run: Run; table: CostRow[]; link: string } {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as { run: Run; table: CostRow[]; link: string };
}

describe('lab', () => {
  test('finishes, and tells its progress on standard error alone', () => {
    expect(finished.status, finished.err).toBe(0);
    expect(finished.err).toMatch(/^ *\d+\/\d+ {2}\S/m);
    expect(finished.out).not.toMatch(/^ *\d+\/\d+ {2}/m);
  });

  test('prints device, calibration, costs and link', () => {
    expect(finished.out).toMatch(/^Device +\S.*software adapter/m);
    expect(finished.out).toMatch(/^memory read +[\d.,]+ +[GMT]?B\/s/m);
    expect(finished.out).toMatch(/^gemm +f32 /m);
    expect(finished.out).toMatch(/^\d+ × H200/m);
    expect(finished.out).toMatch(/^Result link {2}https:\/\/lab\.example\.org\/here\/\S*#r=1\.\S+$/m);
  });

  test('the run is whole: it can be read back, every kernel was checked, and it is badged', () => {
    const { run } = result();
    expect(parseRun(JSON.stringify(run))).toMatchObject({ ok: true });
    expect(run.kernels.length).toBeGreaterThan(5);
    expect(run.kernels.every((kernel) => kernel.checks.every((check) => check.passed) && kernel.badges.includes('software-adapter'))).toBe(true);
  });

  test('prices a dense and a mixture-of-experts model on eight accelerators of four vendors, with intervals and energy', () => {
    const { table } = result();
    const models = [...new Set(table.map((row) => row.modelId))];
    expect(models.length).toBeGreaterThanOrEqual(2);
    for (const model of models) {
      const priced = table.filter(
        ({ modelId, estimate }) => modelId === model && estimate.usdPerMillionOutputTokens !== null && estimate.usdPerMillionInputTokens !== null,
      );
      expect(priced.length).toBeGreaterThanOrEqual(8);
      expect(new Set(priced.map((row) => row.vendor)).size).toBeGreaterThanOrEqual(4);
      for (const { estimate } of priced) {
        const { low, value, high } = estimate.usdPerMillionOutputTokens!;
        expect(low).toBeLessThan(value);
        expect(value).toBeLessThan(high);
      }
    }
    const priced = table.filter(({ estimate }) => estimate.usdPerMillionOutputTokens !== null);
    expect(
      priced.filter(({ estimate }) => estimate.joulesPerOutputToken !== null && estimate.outputTokensPerSecond !== null).length,
    ).toBeGreaterThanOrEqual(16);
  });

  test('the link opens in a fresh profile as the same result, said to be somebody’s claim', async () => {
    const { link, run } = result();
    const server = await serveFolder('dist', 0);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const here = new URL(link);
      await page.goto(new URL(`/${here.search}${here.hash}`, server.url).href);
      await page.locator('lab-claim').waitFor();
      const claimed = await page.evaluate(
        () =>
          (document.querySelector('lab-app') as unknown as { session: { claim: { run: { ceilings: Run['ceilings']; kernels: Run['kernels'] } } } })
            .session.claim.run,
      );
      // A link carries three significant digits.
      expect(claimed.ceilings.read!.value).toBeWithinPercent(run.ceilings.read!.value, 0.5);
      expect(claimed.kernels.map(({ id }) => id)).toEqual(run.kernels.map(({ id }) => id));
      for (const [index, kernel] of run.kernels.entries()) expect(claimed.kernels[index]!.median).toBeWithinPercent(kernel.median, 0.5);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
