/** Quantities of an estimate that a sweep may compare, and which way is better. */
import type { Quantity } from '../../units/quantity.ts';
import type { Estimate } from '../estimate.ts';
import type { Direction } from './pareto.ts';

export type SweepField = { [Field in keyof Estimate]: Estimate[Field] extends Quantity | null ? Field : never }[keyof Estimate] & string;

export const fieldDirections: Readonly<Record<SweepField, Direction>> = {
  admittedConcurrency: 'maximise',
  cacheTokens: 'maximise',
  servedRequestsPerSecond: 'maximise',
  usdPerHour: 'minimise',
  usdPerMonth: 'minimise',
  timeToFirstToken: 'minimise',
  timeToFirstTokenP50: 'minimise',
  timeToFirstTokenP90: 'minimise',
  timeToFirstTokenP95: 'minimise',
  timeToFirstTokenP99: 'minimise',
  timePerOutputToken: 'minimise',
  requestLatency: 'minimise',
  tokensPerSecondPerUser: 'maximise',
  outputTokensPerSecond: 'maximise',
  outputTokensPerSecondPerAccelerator: 'maximise',
  usdPerMillionInputTokens: 'minimise',
  usdPerMillionCachedInputTokens: 'minimise',
  usdPerMillionOutputTokens: 'minimise',
  usdPerMillionOutputTokensAllIn: 'minimise',
  usdPerMillionTokens: 'minimise',
  wattsPerAccelerator: 'minimise',
  chipJoulesPerOutputToken: 'minimise',
  nodeJoulesPerOutputToken: 'minimise',
  joulesPerOutputToken: 'minimise',
  outputTokensPerSecondPerMegawatt: 'maximise',
  gramsCO2ePerMillionOutputTokens: 'minimise',
};

export const sweepFields = Object.keys(fieldDirections) as readonly SweepField[];
