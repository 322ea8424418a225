/**
 * The library: everything that is computed, behind one door. It only re-exports, touches neither a page nor a GPU, and runs in Node, in
 * a worker and on a page alike. What is large (the simulation, the published measurements) is loaded when it is first asked for.
 */

// A scenario and its estimate.
export { parseScenario } from './scenario/parse.ts';
export * as query from './scenario/query.ts';
export { estimate, ScenarioError } from './estimate/scenario-input.ts';
export type { ScenarioInput } from './estimate/whole-scenario.ts';
export { simulate } from './estimate/simulate/simulate.ts';
export { modelVersion } from './estimate/model-version.ts';
export type { InputError, InputErrorCode, Parsed } from './scenario/input-error.ts';
export type { ReadQuery } from './scenario/query.ts';
export type {
  AnchorPoint,
  CustomAccelerator,
  Egress,
  EngineId,
  KvFormat,
  ModelConfig,
  Ownership,
  OwnTerms,
  Parallel,
  Pool,
  Pools,
  Scenario,
  Session,
  Target,
  TargetPercentile,
  WeightFormat,
} from './scenario/scenario.ts';
export type { BoundBy, DecodeTerms, Estimate, FirstTokenTerms, LoadUsed, OfPools, Reason, ReasonCode } from './estimate/estimate.ts';
export type { EstimateOptions } from './estimate/estimate-scenario.ts';
export type { SimulateOptions } from './estimate/simulate/simulate-scenario.ts';
export type { EngineRun, Percentiles, SimulatedEstimate } from './estimate/simulate/simulated-estimate.ts';
export type { Work } from './estimate/work.ts';

// Many scenarios at once, what moves one, and single operators.
export { sweep, type Sweep, type SweepOptions, type SweepPoint } from './estimate/views/sweep.ts';
export type { SweepField } from './estimate/views/sweep-fields.ts';
export { explained, type ExplainedEstimate } from './estimate/views/why/explained.ts';
export type { CitedFact, Term, Why } from './estimate/views/why/why.ts';
export { sensitivity, type Assumption, type End, type Sensitivity, type Swing } from './estimate/views/sensitivity.ts';
export { costTable, type CostRow, type CostTableOptions } from './estimate/views/cost-table.ts';
export type { Rankable, UnrankedCode } from './estimate/views/rank.ts';
export { answerOperator as operators, type OperatorAnswer } from './estimate/operators/operator-query.ts';

// What a benchmark tool printed or saved, and whether the server was as fast as it should be.
export { readResults } from './scenario/from/read-results.ts';
export type { BenchmarkResult, Measured, ToolId } from './scenario/from/result.ts';
export { verdict, type Verdict } from './estimate/verdict/verdict.ts';
export type { Cause, CauseId } from './estimate/verdict/causes.ts';
export type { ComparedMetric, ComparedTime, Standing } from './estimate/verdict/compare.ts';

// One demand on every accelerator that may serve it.
export { fleet, type Excluded, type ExclusionCode, type FleetAnswer, type FleetRow } from './fleet/fleet.ts';
export { parseFleetRequest, type FleetFilter, type FleetRequest } from './fleet/request.ts';
export type { Frontier, FrontierPoint } from './fleet/frontier.ts';
export type { YearWay } from './fleet/year.ts';
export type { BreakEvenCurve, CurveHost, CurvePoint } from './fleet/break-even-curve.ts';
export { probabilityCheapest } from './fleet/probability.ts';
export type { BreakEven } from './fleet/break-even.ts';
export type { HostPrice } from './fleet/hosts.ts';

// A training or fine-tuning run.
export { loadTraining, train, type TrainingInput } from './estimate/training/library.ts';
export type { TrainingEstimate, TrainingReason, TrainingReasonCode } from './estimate/training/training-estimate.ts';
export type {
  AskedParallel,
  Recompute,
  ShardStage,
  Training,
  TrainingKind,
  TrainingMethod,
  TrainingParallel,
  TrainingPrecision,
} from './scenario/training.ts';

export { publishedTrainings } from './validation/published-trainings.ts';
export type { PublishedTraining } from './validation/published-training.ts';

// One task of an agent.
export { agent, loadAgent, type AgentInput, type AgentPart, type TaskInput } from './agent/library.ts';
export type { AgentDeployment, AgentEstimate } from './agent/agent-estimate.ts';
export type { AgentOptions } from './agent/agent.ts';
export type { AgentRequest } from './agent/request.ts';
export type { Duration, Task, TaskGraph, TaskNode, TaskPrices, TaskStep, UserPause } from './scenario/task.ts';
export type { AgentPreset, PresetBasis, PresetValue } from './catalogue/agent-presets.ts';

// A measuring run, and what it says.
export { parseRun as readRun } from './run/parse.ts';
export { calibrate, type MeasuredKernels } from './calibration/calibrate.ts';
export { ownGpu, type OwnGpu } from './estimate/own-gpu/own-gpu.ts';
export type { Calibration, ClassFit, Fitted } from './calibration/calibration.ts';
export type { OperatorClass } from './run/kernel-families.ts';
export type { ParsedRun, Run } from './run/run.ts';

// Predicted against published.
export { validate } from './validation/validate.ts';
export type { ValidateOptions, Validation } from './validation/validation-steps.ts';
export type { ComparedScore, Comparison } from './validation/comparisons.ts';
export type { Ranking } from './validation/ranking.ts';
export type { GroupScore, MetricScore, PartScore, RowScore, ScoredMetric, ScoredRow } from './validation/score.ts';
export type { RowProblem, ServingRow } from './validation/serving-rows.ts';

// Workloads over sites.
export { loadPlacement, place, placementSchema, type PlaceCall, type PlacementPart } from './placement/library.ts';
export { placementAssumptions } from './placement/plan/grounds.ts';
export type { PlaceOptions } from './placement/plan/place.ts';
export type {
  Binding,
  CapacityEnds,
  Conflict,
  Dependence,
  DependenceKind,
  Flow,
  Latency,
  PlacementAnswer,
  PlannedJob,
  PlannedSite,
  Unmet,
} from './placement/plan/answer.ts';
export type {
  InferenceWorkload,
  JobWorkload,
  Limits as PlacementLimits,
  Objective as PlacementObjective,
  Origin,
  OwnSite,
  Placement,
  SovereigntyGate,
  Switches as PlacementSwitches,
  UserGroup,
  Workload,
} from './placement/request/placement.ts';
export type { Excluded as ExcludedSite } from './placement/network/choices.ts';
export type { Exclusion as SiteExclusion, ExclusionCode as SiteExclusionCode } from './placement/network/site.ts';

// The network of factories.
export { signals } from './placement/signals/signals.ts';
export type { Signals, SignalsOptions } from './placement/signals/signals.ts';
export { marketCheck } from './placement/signals/market-check.ts';
export type { MarketCheck, MarketRow } from './placement/signals/market-check.ts';
export { signalIds, type Signal, type SignalId, type SignalValue, type Verdict as SignalVerdict } from './placement/signals/signal.ts';

// Facts, and numbers as words.
export * as catalogue from './catalogue/catalogue.ts';
export { formatQuantity as format, type FormattedQuantity } from './units/format.ts';
export type { Accelerator, AcceleratorClass, Energy, Fact, Model, Source } from './catalogue/facts.ts';
export type { ClientGpu } from './catalogue/client-gpus.ts';
export type { Evidence, Quantity } from './units/quantity.ts';

// What the page and the command line need beyond that: their opening scenario, how they read what they are given, the pieces that they
// compute in slices of their own, and the estimate of a scenario that is whole: without the reader of scenarios, which is large.
export { defaultScenario, scenarioKeys } from './scenario/defaults.ts';
export { defaultTarget } from './scenario/load.ts';
export { jsonSchema, schemaNames, type SchemaName } from './scenario/json-schema.ts';
export { ownershipPresets, workloadPresets } from './scenario/presets.ts';
export { trainingPresets } from './scenario/training-presets.ts';
export { parseJson } from './scenario/parse-json.ts';
export { fail } from './scenario/input-error.ts';
export { TraceReader, type TraceRead } from './estimate/simulate/trace-rows.ts';
export { traceLoad, type TraceLoad } from './estimate/simulate/trace-load.ts';
export { Trace } from './model/simulation/trace.ts';
export { nearest } from './catalogue/suggestions.ts';
export { fetchConfigReader } from './catalogue/fetch-config-reader.ts';
export { fetchSites } from './catalogue/fetch-sites.ts';
export { readGguf, type GgufBytes, type GgufConfig } from './catalogue/fetch-gguf-reader.ts';
export { estimateScenario } from './estimate/estimate-scenario.ts';
export { verdictSteps } from './estimate/verdict/verdict.ts';
export { asAnswered } from './estimate/views/as-answered.ts';
export { sensitivitySteps } from './estimate/views/sensitivity.ts';
export { labTable } from './estimate/views/lab-table.ts';
export { byRank } from './estimate/views/rank.ts';
export { fleetSteps } from './fleet/fleet.ts';
export { yearSteps } from './fleet/year.ts';
export { breakEvenCurveSteps } from './fleet/break-even-curve.ts';
export { frontierSteps } from './fleet/frontier.ts';
export { paretoIntervals, type Interval, type ParetoInterval } from './estimate/views/sweep-intervals.ts';
export { sweepFields } from './estimate/views/sweep-fields.ts';
export { transferShift, type TransferShift } from './estimate/own-gpu/transfer-shift.ts';
export type { ScaledRun } from './estimate/own-gpu/datasheet-ratio.ts';
export { modelChecks, type ModelCheck } from './calibration/model-check.ts';
export { readServingLine } from './validation/serving-rows.ts';
export { compareWithPublished, type NativeComparison } from './validation/compare-with-published.ts';
