/** Traces in the columns under which people publish them, times from the start, and prefix hits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceFormats, type TraceFormat } from '../../../src/estimate/simulate/trace-formats.ts';
import { parseTrace } from '../../../src/estimate/simulate/trace-rows.ts';
import type { TraceRow } from '../../../src/model/simulation/trace.ts';

function rowsOf(text: string): readonly TraceRow[] {
  const read = parseTrace(text);
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.message}`);
  return Array.from({ length: read.value.trace.length }, (_, index) => read.value.trace.row(index));
}

describe('a trace as it is published', () => {
  it.each([
    [
      'Azure 2023',
      'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\r\n',
      [0, 4.314579],
    ],
    [
      'Azure 2024',
      'TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n2024-05-10 00:00:01+00:00,2399,6\n',
      [0, 0.99007],
    ],
    [
      'BurstGPT',
      'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,"GPT-4, new",1087,230,1317,API log\n',
      [0, 40],
    ],
    [
      'Mooncake',
      '{"timestamp": 1000, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1]}\n{"timestamp": 4000, "input_length": 7322, "output_length": 490, "hash_ids": [0, 14]}\n',
      [0, 3],
    ],
    [
      'Bailian',
      '{"chat_id":159,"parent_chat_id":-1,"timestamp":61.114,"input_length":521,"output_length":132,"type":"text","turn":1,"hash_ids":[1,2]}\n{"chat_id":160,"parent_chat_id":-1,"timestamp":62.114,"input_length":521,"output_length":132,"type":"text","turn":1,"hash_ids":[1,3]}\n',
      [0, 1],
    ],
    [
      'epoch seconds',
      '{"arrival":1700158623.97,"inputTokens":4808,"outputTokens":10}\n{"arrival":1700158624.03,"inputTokens":3180,"outputTokens":8}\n',
      [0, 0.06],
    ],
    [
      'epoch milliseconds',
      '{"timestamp":1753780607550,"input_length":8,"output_length":9}\n{"timestamp":1753780607650,"input_length":8,"output_length":9}\n',
      [0, 0.1],
    ],
    [
      'epoch nanoseconds as text',
      '{"timestamp":"1753780607550317897","input_length":8,"output_length":9}\n{"timestamp":"1753780608550317897","input_length":8,"output_length":9}\n',
      [0, 1],
    ],
  ])('%s', (_name, text, arrivals) => {
    const rows = rowsOf(text);
    expect(rows).toHaveLength(arrivals.length);
    rows.forEach(({ arrival }, index) => expect(arrival).toBeCloseTo(arrivals[index]!, 5));
  });

  it('counts times from the earliest request, wherever its line stands', () => {
    expect(rowsOf('arrival,inputTokens,outputTokens\n9,5,2\n\n4,7,1\n').map(({ arrival }) => arrival)).toEqual([5, 0]);
  });

  it('takes the sessions of coding agents, with their subagents, each with hashes of its own', () => {
    const session = {
      id: 'a',
      block_size: 64,
      hash_id_scope: 'local',
      requests: [
        { t: 0, type: 'n', in: 150, out: 5, hash_ids: [1, 2] },
        { t: 2.5, type: 'subagent', requests: [{ t: 3, type: 's', in: 200, out: 7, hash_ids: [1, 2, 3] }] },
      ],
    };
    const rows = rowsOf(`${JSON.stringify(session)}\n${JSON.stringify(session)}\n`);
    expect(rows.map(({ arrival, cachedTokens }) => [arrival, cachedTokens])).toEqual([
      [0, 0],
      [3, 128],
      [0, 0],
      [3, 128],
    ]);
    const shared = rowsOf(`${JSON.stringify({ ...session, hash_id_scope: 'global' })}\n`.repeat(2));
    expect(shared.map(({ cachedTokens }) => cachedTokens)).toEqual([0, 128, 128, 192]);
  });

  it('leaves out requests without an answer, and says how many', () => {
    const read = parseTrace('Timestamp,Request tokens,Response tokens\n0,472,0\n0,0,0\n1,10,5\n');
    expect(read).toMatchObject({ ok: true, value: { noOutput: 2, format: 'BurstGPT', trace: { length: 1 } } });
    expect(parseTrace('Timestamp,Request tokens,Response tokens\n0,472,0\n')).toMatchObject({ ok: false, error: { code: 'inconsistent' } });
  });

  it('turns hashes into hits: the leading blocks that came before, 512 tokens each, never more than the prompt', () => {
    const line = (input: number, ids: readonly (number | string)[]): string =>
      JSON.stringify({ timestamp: 0, input_length: input, output_length: 1, hash_ids: ids });
    const hits = (lines: readonly string[]): readonly unknown[] => rowsOf(lines.join('\n')).map(({ cachedTokens }) => cachedTokens);
    expect(hits([line(1400, [7, 8, 9]), line(1400, [7, 8, 5]), line(1400, [1, 8, 9]), line(600, [7, 8])])).toEqual([0, 1024, 0, 600]);
    expect(hits([line(600, ['a1', 'b2']), line(600, ['a1', 'c3'])])).toEqual([0, 512]);
  });

  it('takes the share that a row says itself', () => {
    expect(rowsOf('arrival,inputTokens,outputTokens,prefixHitRate\n0,100,1,0.5\n1,100,1,\n')).toMatchObject([{ cachedTokens: 50 }, {}]);
  });

  it.each([
    ['', 'inconsistent', ''],
    ['{', 'bad-json', 'line 1'],
    ['[1]', 'wrong-type', 'line 1'],
    ['\n{"arrival":0,"inputTokens":0,"outputTokens":2}', 'out-of-range', 'line 2.inputTokens'],
    ['{"arrival":-1,"inputTokens":5,"outputTokens":2}', 'out-of-range', 'line 1.arrival'],
    ['{"arrival":0,"inputTokens":"5","outputTokens":2}', 'wrong-type', 'line 1.inputTokens'],
    ['{"arrival":0,"inputTokens":5,"outputTokens":2}\n{"timestamp":0,"inputTokens":5,"outputTokens":2}', 'wrong-type', 'line 2.arrival'],
    ['{"arrival":0,"inputTokens":5,"outputTokens":2}\n{"arrival":1e10,"inputTokens":5,"outputTokens":2}', 'out-of-range', 'line 2.arrival'],
    ['TIMESTAMP,ContextTokens\n2023-11-16 18:15:46,374', 'unknown-field', 'line 1.GeneratedTokens'],
    ['when,what\n1,2', 'unknown-field', 'line 1'],
    ['{"when":1}', 'unknown-field', 'line 1'],
    ['TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,374,44', 'wrong-type', 'line 2.TIMESTAMP'],
    ['TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,374,4.5', 'out-of-range', 'line 2.GeneratedTokens'],
    ['TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,374', 'wrong-type', 'line 2.GeneratedTokens'],
    ['{"timestamp":0,"input_length":5,"output_length":2,"hash_ids":7}', 'wrong-type', 'line 1.hash_ids'],
    ['{"requests":[{"t":0,"in":5}]}', 'wrong-type', 'line 1.requests.0.out'],
    ['{"requests":[3]}', 'wrong-type', 'line 1.requests.0'],
    ['{"block_size":0,"requests":[]}', 'out-of-range', 'line 1.block_size'],
    ['arrival,inputTokens,outputTokens,prefixHitRate\n0,5,2,1.5', 'out-of-range', 'line 2.prefixHitRate'],
  ])('%j is refused with its line and column', (text, code, path) => {
    expect(parseTrace(text)).toMatchObject({ ok: false, error: { code, path } });
  });

  it('says the same as CSV and as JSON Lines, in the columns of every format', () => {
    const asCsv = (format: TraceFormat, rows: readonly TraceRow[]): string =>
      [
        [format.arrival, format.inputTokens, format.outputTokens, ...(format.only === undefined ? [] : [format.only])].join(','),
        ...rows.map(({ arrival, inputTokens, outputTokens }) =>
          [arrival, inputTokens, outputTokens, ...(format.only === undefined ? [] : ['x'])].join(','),
        ),
      ].join('\n');
    const asJson = (format: TraceFormat, rows: readonly TraceRow[]): string =>
      rows
        .map(({ arrival, inputTokens, outputTokens }) =>
          JSON.stringify({
            [format.arrival]: arrival,
            [format.inputTokens]: inputTokens,
            [format.outputTokens]: outputTokens,
            ...(format.only === undefined ? {} : { [format.only]: 'x' }),
          }),
        )
        .join('\n');
    const row = fc.record({
      arrival: fc.integer({ min: 0, max: 1e8 }),
      inputTokens: fc.integer({ min: 1, max: 1e6 }),
      outputTokens: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...traceFormats), fc.array(row, { minLength: 1, maxLength: 20 }), (format, rows) => {
        const csv = rowsOf(asCsv(format, rows));
        expect(csv).toEqual(rowsOf(asJson(format, rows)));
        expect(Math.min(...csv.map(({ arrival }) => arrival))).toBe(0);
        expect(csv.map(({ inputTokens }) => inputTokens)).toEqual(rows.map(({ inputTokens }) => inputTokens));
      }),
    );
  });
});
