/**
 * One operator of one layer on one accelerator: reads a query, or names the field that is wrong, and answers with
 * seconds, an 80 % interval and the evidence. Launch is that of a captured graph unless the query says eager.
 */
import * as v from 'valibot';
import {
  attentionParameters,
  collectiveParameters,
  expertParameters,
  matrixParameters,
  type Known,
  type Missing,
} from '../../calibration/priors/parameters-for.ts';
import type { PriorClass } from '../../calibration/priors/operator-classes.ts';
import { accelerator } from '../../catalogue/accelerators.ts';
import { resolveName, suggestedIds } from '../../catalogue/names.ts';
import { nearest } from '../../catalogue/suggestions.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { decodeSeconds, prefillSeconds, type AttentionQuery } from '../../model/operators/attention.ts';
import { fabricSeconds, type CollectiveOp } from '../../model/operators/collectives.ts';
import { gemmSeconds } from '../../model/operators/gemm.ts';
import { mlaDecodeSeconds, mlaPrefillSeconds, type MlaQuery } from '../../model/operators/mla.ts';
import { moeSeconds, type MoeQuery } from '../../model/operators/moe.ts';
import type { ArithmeticFormat } from '../../model/operators/formats.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import type { CustomAccelerator, KvFormat } from '../../scenario/scenario.ts';
import { customAcceleratorSchema } from '../../scenario/schema.ts';
import { z80 } from '../../stats/normal.ts';
import type { Evidence } from '../../units/quantity.ts';
import { operatorFields, readFields, type OperatorName, type OperatorValues } from './operator-fields.ts';
import { chipOf, customChip } from '../resolve/resolve.ts';

export interface OperatorAnswer {
  readonly seconds: { readonly value: number; readonly low: number; readonly high: number };
  readonly evidence: Evidence;
}

/** @param input a query without its `id` */
export function answerOperator(input: Readonly<Record<string, unknown>>): Parsed<OperatorAnswer> {
  const op = input['op'];
  const names = Object.keys(operatorFields) as OperatorName[];
  if (op === undefined) return fail('wrong-type', 'op', `"op" is required: ${names.join(', ')}`);
  if (typeof op !== 'string') return fail('wrong-type', 'op', 'expected text');
  const name = names.find((candidate) => candidate === op);
  if (name === undefined) return fail('unknown-id', 'op', `no operator "${op}"; expected ${names.join(', ')}`, nearest(op, names));
  const chip = readChip(input['accelerator']);
  if (!chip.ok) return chip;
  const fields = readFields(name, input);
  if (!fields.ok) return fields;
  return price(name, fields.value, chip.value);
}

function readChip(given: unknown): Parsed<ChipSpec> {
  if (given === undefined) return fail('wrong-type', 'accelerator', '"accelerator" is required');
  if (typeof given === 'string') {
    const found = accelerator(resolveName('accelerator', given)?.id ?? given);
    if (!found) return fail('unknown-id', 'accelerator', `no accelerator "${given}"`, suggestedIds('accelerator', given));
    return { ok: true, value: chipOf(found) };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return fail('wrong-type', 'accelerator', 'expected a catalogue id or an accelerator object');
  const parsed = v.safeParse(customAcceleratorSchema, given, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = ['accelerator', ...(issue.path ?? []).map((step) => String(step.key))].join('.');
    const unknown = issue.type === 'strict_object' && issue.expected === 'never';
    return fail(unknown ? 'unknown-field' : issue.kind === 'schema' ? 'wrong-type' : 'out-of-range', path, issue.message);
  }
  return { ok: true, value: customChip(parsed.output as CustomAccelerator) };
}

function price(name: OperatorName, values: OperatorValues, chip: ChipSpec): Parsed<OperatorAnswer> {
  const number = (key: string): number => Number(values[key]);
  const dtype = values['dtype'] as ArithmeticFormat;
  const kv = values['kvDtype'] as KvFormat;
  const attentionDtype: KvFormat = dtype === 'bf16' ? 'bf16' : 'fp8';
  switch (name) {
    case 'gemm': {
      const query = { m: number('m'), n: number('n'), k: number('k') };
      return answered(chip, matrixParameters(chip, 'gemm', dtype), ({ parameters, rates, dtype: format }) =>
        gemmSeconds(query, format, parameters, rates),
      );
    }
    case 'moe': {
      const query = values as unknown as MoeQuery;
      const { known, otherKernel } = expertParameters(chip, dtype, query.tokens);
      // The query does not say which of two kernels runs: the interval reaches the other one's middle and beyond.
      const either = known.kind === 'known' && otherKernel > 0 ? { ...known, logSd: known.logSd / 2 + otherKernel / z80 } : known;
      return answered(chip, either, ({ parameters, rates, dtype: format }) => moeSeconds(query, format, parameters, rates));
    }
    case 'attention.prefill': {
      const shape = values as unknown as AttentionQuery;
      return answered(chip, attentionParameters(chip, name, attentionDtype, kv), ({ parameters, rates }) =>
        prefillSeconds(shape, kv, parameters, rates),
      );
    }
    case 'attention.decode': {
      const shape = values as unknown as AttentionQuery;
      return answered(chip, attentionParameters(chip, name, attentionDtype, kv), ({ parameters, rates }) =>
        decodeSeconds(shape, kv, parameters, rates),
      );
    }
    case 'mla.prefill': {
      const shape = values as unknown as MlaQuery;
      return answered(chip, attentionParameters(chip, name, attentionDtype, kv), ({ parameters, rates }) =>
        mlaPrefillSeconds(shape, kv, parameters, rates),
      );
    }
    case 'mla.decode': {
      const shape = values as unknown as MlaQuery;
      return answered(chip, attentionParameters(chip, name, attentionDtype, kv), ({ parameters, rates }) =>
        mlaDecodeSeconds(shape, kv, parameters, rates),
      );
    }
    default: {
      const op: CollectiveOp = name;
      const launch = values['launch'] === 'eager' ? 'eager' : 'graph';
      const known = collectiveParameters(chip, op, launch);
      return answered(chip, known, ({ parameters, fabric }) =>
        fabric ? fabricSeconds(op, number('accelerators'), number('bytes'), parameters, fabric) : null,
      );
    }
  }
}

function answered<C extends PriorClass>(
  chip: ChipSpec,
  known: Known<C> | Missing,
  secondsOf: (known: Known<C>) => number | null,
): Parsed<OperatorAnswer> {
  if (known.kind === 'missing') return lacking(chip, known.fact);
  const value = secondsOf(known);
  if (value === null) return lacking(chip, 'scaleOut.bandwidth');
  const reach = Math.exp(z80 * known.logSd);
  return { ok: true, value: { seconds: { value, low: value / reach, high: value * reach }, evidence: known.evidence } };
}

const lacking = (chip: ChipSpec, fact: string): Parsed<OperatorAnswer> =>
  fail('inconsistent', 'accelerator', `${chip.id} cannot be answered for: its ${fact} is not known`);
