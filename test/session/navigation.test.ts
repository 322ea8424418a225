import { describe, expect, test } from 'vitest';
import { figureIn, placeOf } from '../../src/session/navigation.ts';

describe('placeOf', () => {
  test.each([
    ['/', null, '/', 'cost'],
    ['/index.html', 'cost', '/', 'cost'],
    ['/measure/', 'measure', '/', 'measure'],
    ['/measure/index.html', 'measure', '/', 'measure'],
    ['/tools/lab/measure/', 'measure', '/tools/lab/', 'measure'],
    // One file that serves every address, as in development.
    ['/measure/', null, '/', 'measure'],
    ['/tools/lab/accuracy/', null, '/tools/lab/', 'accuracy'],
    // A folder of somebody's that is called like a page.
    ['/measure/', 'cost', '/measure/', 'cost'],
    ['/measure/measure/', 'measure', '/measure/', 'measure'],
  ])('%s, which says it is %s', (pathname, said, root, id) => {
    const place = placeOf(pathname, said);
    expect([place.root, place.page.id]).toEqual([root, id]);
  });

  test('below a folder that is known, what is no page is the first one', () => {
    expect(placeOf('/lab/measure/', null, '/lab/').page.id).toBe('measure');
    expect(placeOf('/lab/nothing/', null, '/lab/')).toMatchObject({ root: '/lab/', page: { id: 'cost' } });
  });
});

describe('figureIn', () => {
  test.each([
    ['', null],
    ['#costs', 'costs'],
    ['#r=1.abc_-', null],
    ['#costs&r=1.abc', 'costs'],
    ['#r=1.abc&costs', 'costs'],
    ['#<b>', null],
    ['#Costs', null],
  ])('%s', (hash, figure) => expect(figureIn(hash)).toBe(figure));
});
