import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { solve as solveByYalps } from 'yalps';
import { programmeOf } from '../../../src/placement/plan/build.ts';
import { loadSolver, type Solver } from '../../../src/placement/solve/highs.ts';
import { optimise, type Optimum } from '../../../src/placement/solve/optimise.ts';
import { penaltyOf, rowsOf, type Programme } from '../../../src/placement/solve/programme.ts';
import type { Limits } from '../../../src/placement/request/placement.ts';
import { networkOfSmall, noLimits, smallNetwork, type Small } from '../fake-network.ts';
import { cheapest } from './brute-force.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

function optimum(programme: Programme, tighter: Programme): Optimum {
  const steps = optimise(programme, solver, { seed: 1, timeLimit: 60, now: () => 0, tighter });
  let step = steps.next();
  while (!step.done) step = steps.next();
  if (!step.value) throw new Error('no plan');
  return step.value;
}

const endsOf = (lower: number, upper: number) => ({ ...(lower > -Infinity && { min: lower }), ...(upper < Infinity && { max: upper }) });

const limited: fc.Arbitrary<Limits> = fc.record({
  vendorShare: fc.constantFrom(null, 0.5, 0.8),
  operatorShare: fc.constantFrom(null, 0.6),
  countryShare: fc.constantFrom(null, 0.7),
  sites: fc.constantFrom(null, 1, 2),
});

/** A plan as cheap as the cheapest of all that can be counted, up to the gap that is good enough; its bound below it. */
function equalsBruteForce(small: Small, most: number): void {
  const { placement, network } = networkOfSmall(small);
  const plan = programmeOf(placement, network);
  const found = optimum(plan.programme, programmeOf(placement, network, 'value', true).programme);
  const total = found.objective + penaltyOf(plan.programme, found.relaxed.values);
  const best = cheapest(placement, network, plan.penalty, most);
  // Counting stops at so many replicas; the plan does not, and is never dearer.
  expect(total).toBeLessThanOrEqual(best * 1.0011 + 1e-6);
  expect(found.bound).toBeLessThanOrEqual(found.objective + 1e-6);
  const used = plan.replicas.map((column) => found.values[column] ?? 0);
  if (used.every((count) => count <= most)) expect(total).toBeGreaterThanOrEqual(best - 1e-4 * Math.max(1, best));
  const sums = rowsOf(plan.programme, found.values);
  for (const [row, { lower, upper }] of plan.programme.rows.entries()) {
    expect(sums[row]).toBeLessThanOrEqual(upper + 1e-5);
    expect(sums[row]).toBeGreaterThanOrEqual(lower - 1e-5);
  }
}

describe('small networks against every plan counted', () => {
  it('one workload, three sites, two accelerators', () => {
    fc.assert(
      fc.property(smallNetwork([1, 3, 2], fc.constant(noLimits)), (small) => {
        equalsBruteForce(small, 4);
      }),
      { numRuns: 50 },
    );
  });

  it('two workloads that share the accelerators and the power of two sites', () => {
    fc.assert(
      fc.property(smallNetwork([2, 2, 2], fc.constant(noLimits)), (small) => {
        equalsBruteForce(small, 3);
      }),
      { numRuns: 30 },
    );
  });

  it('three workloads at three sites', () => {
    fc.assert(
      fc.property(smallNetwork([3, 3, 1], fc.constant(noLimits)), (small) => {
        equalsBruteForce(small, 2);
      }),
      { numRuns: 20 },
    );
  });

  it('limits on shares and on the number of sites', () => {
    fc.assert(
      fc.property(smallNetwork([1, 3, 2], limited), (small) => {
        equalsBruteForce(small, 4);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the relaxation', () => {
  it('costs what another solver says', () => {
    fc.assert(
      fc.property(smallNetwork([3, 3, 2], limited), (small) => {
        const { placement, network } = networkOfSmall(small);
        const { programme } = programmeOf(placement, network);
        const relaxed = solver.relax(programme, { seed: 1, timeLimit: 20 });
        const other = solveByYalps(
          {
            direction: 'minimize',
            objective: 'cost',
            constraints: [
              ...programme.rows.map(({ lower, upper }, row) => [`r${String(row)}`, endsOf(lower, upper)] as const),
              ...programme.columns.flatMap(({ upper }, column) => (upper < Infinity ? [[`c${String(column)}`, { max: upper }] as const] : [])),
            ],
            variables: Object.fromEntries(
              programme.columns.map(({ cost, upper, entries }, column) => {
                const sums = new Map<string, number>();
                for (const { row, value } of entries) sums.set(`r${String(row)}`, (sums.get(`r${String(row)}`) ?? 0) + value);
                return [`x${String(column)}`, { cost, ...Object.fromEntries(sums), ...(upper < Infinity && { [`c${String(column)}`]: 1 }) }];
              }),
            ),
          },
          { includeZeroVariables: false },
        );
        expect(other.status).toBe('optimal');
        expect(Math.abs((relaxed?.objective ?? NaN) - other.result)).toBeLessThanOrEqual(1e-6 * Math.max(1, other.result));
      }),
      { numRuns: 50 },
    );
  });

  it('is infeasible where rows contradict, and a fault of the solver is a short message', () => {
    const programme: Programme = {
      rows: [
        { lower: 2, upper: Infinity },
        { lower: -Infinity, upper: 1 },
      ],
      columns: [
        {
          cost: 1,
          lower: 0,
          upper: Infinity,
          whole: false,
          penalty: false,
          entries: [
            { row: 0, value: 1 },
            { row: 1, value: 1 },
          ],
        },
      ],
    };
    expect(solver.relax(programme, { seed: 1, timeLimit: 5 })).toBeNull();
    const wrong: Programme = {
      rows: [],
      columns: [{ cost: NaN, lower: 0, upper: 1, whole: false, penalty: false, entries: [{ row: 7, value: 1 }] }],
    };
    expect(() => solver.relax(wrong, { seed: 1, timeLimit: 5 })).toThrow(/^the solver failed/);
  });
});
