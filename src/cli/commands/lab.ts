/**
 * `lab`: the whole way with no hands. Serves the built page, opens it in a real browser, lets it measure, and prints
 * what the page found: device, calibration, what tokens would cost on accelerators, and the link to the result.
 */
import type { Calibration } from '../../calibration/calibration.ts';
import type { CostRow } from '../../estimate/views/cost-table.ts';
import type { Run } from '../../run/run.ts';
import { type LabResult, runPage } from '../browser/run-page.ts';
import { defineCommand, exitStatus } from '../command.ts';
import { UsageError } from '../errors.ts';
import { writeTextFile } from '../output.ts';
import { localAddress, pageFolder } from '../page-folder.ts';
import { printCostTable } from '../print/cost-table.ts';
import { printCalibration, printDevice, printRule } from '../print/device.ts';
import { serveFolder } from '../static-server.ts';

export const lab = defineCommand({
  name: 'lab',
  summary: 'measure this machine in a real browser and print what tokens would cost',
  description:
    'Serves the built lab, opens it in a real browser, measures the WebGPU adapter that is there, and prints the device,\n' +
    'its calibration, a table of token costs over accelerators and a link to the result. Prefers an installed Chrome,\n' +
    'Chromium or Edge and a real GPU; falls back to the bundled headless Chromium and to the processor. Nothing is sent\n' +
    'anywhere. CHROME_PATH names a browser; LAB_BROWSER=bundled takes the bundled one.',
  flags: {
    plan: { choices: ['quick', 'thorough'], describe: 'how much to measure: 15 s or 90 s on a GPU, 1 or 5 minutes on a processor (default: quick)' },
    headed: { describe: 'show the browser window' },
    base: { value: 'URL', describe: `where the result link points (default: ${localAddress})` },
    json: { value: 'FILE', describe: 'also write run, calibration, table and link as JSON' },
  },
  examples: [
    'inference-cost-lab lab',
    'inference-cost-lab lab --plan thorough --headed',
    'inference-cost-lab lab --base https://lab.example.org/ --json result.json',
  ],
  async run(flags, { output }) {
    const base = readBase(flags.base);
    const server = await serveFolder(await pageFolder(), 0);
    let result: LabResult | null;
    try {
      result = await runPage({ url: server.url, plan: flags.plan ?? 'quick', headed: flags.headed });
    } finally {
      await server.close();
    }
    if (result === null) return exitStatus.interrupted;
    const link = linkAt(base, result.link);
    const { table, words } = await readable(result.run, result.calibration);
    await output.print(`${words}\n\nResult link  ${link}\n`);
    if (flags.json !== undefined)
      await writeTextFile(flags.json, '--json', `${JSON.stringify({ run: result.run, calibration: result.calibration, table, link }, null, 1)}\n`);
    return exitStatus.answered;
  },
});

/** The table of costs, and all that is printed above the link. */
async function readable(run: Run, calibration: Calibration): Promise<{ table: readonly CostRow[]; words: string }> {
  const { labTable } = await import('../../estimate/views/cost-table.ts');
  const { transferShift } = await import('../../estimate/own-gpu/transfer-shift.ts');
  const { defaultScenario } = await import('../../scenario/defaults.ts');
  const table = labTable(run);
  const { rule } = transferShift(calibration, defaultScenario);
  return {
    table,
    words: `${printDevice(run)}\n\n${printCalibration(calibration)}${rule ? `\n${printRule(rule)}` : ''}\n\n${printCostTable(table)}`,
  };
}

function readBase(given: string | undefined): URL {
  try {
    const base = new URL(given ?? localAddress);
    if (base.protocol === 'http:' || base.protocol === 'https:') return base;
  } catch {
    // Not an address at all: the same answer as for another protocol.
  }
  throw new UsageError(`--base is "${given ?? ''}"; expected an address such as https://lab.example.org/`);
}

/** The page's own link, at another address: scenario in the query, result in the fragment. */
export function linkAt(base: URL, link: string): string {
  const made = new URL(link);
  const moved = new URL(base);
  moved.search = made.search;
  moved.hash = made.hash;
  return moved.href;
}
