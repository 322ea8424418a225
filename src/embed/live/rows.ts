/**
 * The scenario on every accelerator, a few milliseconds at a time so that the host's page never waits; one table at a
 * time for all figures of the page, and the last few kept, since figures beside each other often ask the same.
 */
import type { CostRow, Scenario } from '../../index.ts';
import { rowByRow } from '../../session/cost-row-by-row.ts';
import { inSlices } from '../../session/slices.ts';

const kept = new Map<string, readonly CostRow[]>();
const mostKept = 6;
let turn: Promise<unknown> = Promise.resolve();

/** @returns null once nobody waits for it any more */
export function rowsFor(scenario: Scenario, stale: () => boolean): Promise<readonly CostRow[] | null> {
  const key = JSON.stringify(scenario);
  const next = turn.then(async () => {
    const before = kept.get(key);
    if (before) return before;
    if (stale()) return null;
    const rows = await inSlices(rowByRow(scenario, null), stale);
    if (rows) keep(key, rows);
    return rows;
  });
  turn = next.catch(() => undefined);
  return next;
}

function keep(key: string, rows: readonly CostRow[]): void {
  kept.set(key, rows);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}
