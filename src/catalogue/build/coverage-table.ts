/** What the catalogue knows of sites, as the table of `docs/factory.md`: `npm run coverage:sites` prints it, a test holds the page to it. */
import { siteCoverage, type CoverageRow } from '../factory/coverage.ts';

const columns: readonly (readonly [title: string, cell: (row: CoverageRow) => string])[] = [
  ['continent', ({ continent }) => continent],
  ['sites', ({ sites }) => String(sites)],
  ['operating', ({ operating }) => String(operating)],
  ['building MW, operating (sites that state it)', (row) => stated(row.operatingMegawatts, row.operatingStated)],
  ['MW of first phases to come (sites)', (row) => stated(row.announcedMegawatts, row.announcedStated)],
  ['accelerators installed, stated (sites)', (row) => stated(row.accelerators, row.acceleratorsStated)],
  ['accelerators confirmed, sites', ({ confirmed }) => String(confirmed)],
  ['open to work today, sites', ({ open }) => String(open)],
  [
    'accelerators there, sum of ranges, thousands',
    ({ open, range }) => (open === 0 ? '–' : `${thousands(range.value)} (${thousands(range.low)} to ${thousands(range.high)})`),
  ],
];

const stated = (value: number, sites: number): string => (sites === 0 ? '– (0)' : `${Math.round(value).toLocaleString('en')} (${String(sites)})`);
const thousands = (value: number): string => Math.round(value / 1000).toLocaleString('en');

/** GitHub's Markdown, one row a continent and the world. */
export function coverageTable(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = siteCoverage().map((row) => line(columns.map(([, cell]) => cell(row))));
  return [line(columns.map(([title]) => title)), line(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...body].join('\n');
}

/** Why sites are barred today, one row a reason. */
export function barredTable(): string {
  const world = siteCoverage().at(-1);
  const rows = Object.entries(world?.barred ?? {}).sort(([, a], [, b]) => b - a);
  return ['| reason | sites |', '| --- | --: |', ...rows.map(([code, count]) => `| ${code} | ${String(count)} |`)].join('\n');
}
