import { describe, expect, it } from 'vitest';
import { grouped, matching, type PickerOption } from '../../src/ui/form/picker/options.ts';

const option = (id: string, label: string, group: string, detail = ''): PickerOption => ({ id, label, group, detail });
const options = [
  option('a', 'Llama 3.3 70B', 'Meta', 'dense'),
  option('b', 'Qwen3 235B-A22B', 'Alibaba', '128 experts'),
  option('c', 'Llama 3.1 8B', 'Meta'),
];

describe('finding by typing', () => {
  it('shows all where nothing is typed', () => expect(matching(options, '  ')).toEqual(options));
  it('takes words in any order, of name, maker or detail', () => {
    expect(matching(options, '70b meta').map(({ id }) => id)).toEqual(['a']);
    expect(matching(options, 'experts').map(({ id }) => id)).toEqual(['b']);
  });
  it('needs every word', () => expect(matching(options, 'llama qwen')).toEqual([]));
  it('does not mind hyphens and case', () => expect(matching(options, 'QWEN3 a22b')).toHaveLength(1));
});

describe('groups', () => {
  it('gather makers that the list scatters, in the order of the first of each', () => {
    expect(grouped(options).map(({ name, options: members }) => [name, members.length])).toEqual([
      ['Meta', 2],
      ['Alibaba', 1],
    ]);
  });
});
