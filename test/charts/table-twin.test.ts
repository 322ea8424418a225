import { describe, expect, it } from 'vitest';
import { shownCell } from '../../src/charts/table-twin.ts';

describe('cells of a table on the page', () => {
  it('have the digits that their interval allows, and the interval beside them', () => {
    expect(shownCell({ value: 0.4187, low: 0.341, high: 0.528, unit: 'USD/Mtoken', evidence: 'prior' })).toEqual({
      text: '$0.42/M',
      range: '0.34–0.53',
      numeric: true,
    });
    expect(shownCell({ value: 9e12, low: 8.5e12, high: 9.4e12, unit: 'FLOP/s', evidence: 'measured' })).toMatchObject({ text: '9.0 TFLOP/s' });
  });
  it('show plain numbers with three digits and text as it is', () => {
    expect(shownCell(412.4)).toEqual({ text: '412', range: '', numeric: true });
    expect(shownCell('fp8')).toEqual({ text: 'fp8', range: '', numeric: false });
  });
  it('show what is unknown as a dash, never as nothing', () => {
    expect(shownCell(null).text).toBe('–');
    expect(shownCell(undefined).text).toBe('–');
  });
});
