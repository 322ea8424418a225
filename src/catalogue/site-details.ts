/** The words about a site that no calculation reads: status as published, phases, GPU counts, chips, partner programme. */
import { table } from './data/site-details.csv';
import { rowsOf } from './table.ts';
import { textOf } from './read-cell.ts';

export interface SiteDetails {
  readonly id: string;
  /** Coordinates set by hand, not from GeoNames. */
  readonly handPlaced: boolean;
  readonly status: string;
  readonly capacity: string;
  readonly planned: string;
  readonly gpus: string;
  readonly partnerProgramme: string;
  readonly accelerators: string;
  readonly notes: string;
}

let cached: ReadonlyMap<string, SiteDetails> | undefined;

export function siteDetails(id: string): SiteDetails | undefined {
  cached ??= new Map(
    rowsOf(table).map((row) => [
      textOf(row, 'id'),
      {
        id: textOf(row, 'id'),
        handPlaced: textOf(row, 'hand_placed') === 'true',
        status: textOf(row, 'status'),
        capacity: textOf(row, 'capacity_text'),
        planned: textOf(row, 'planned_text'),
        gpus: textOf(row, 'gpus'),
        partnerProgramme: textOf(row, 'partner_programme'),
        accelerators: textOf(row, 'accelerators'),
        notes: textOf(row, 'notes'),
      },
    ]),
  );
  return cached.get(id);
}
