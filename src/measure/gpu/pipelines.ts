/**
 * Shader text to pipelines, each compiled once. Bind-group layouts are explicit: with `layout: 'auto'` a binding that one
 * variant does not use disappears from the layout, and the variant breaks.
 */
import type { Binding, Stage } from '../kernels/instance.ts';

export interface CompiledStage {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** A shader that the browser or driver would not take; the message names file, line and text. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}

export interface Pipelines {
  compile(stage: Pick<Stage, 'shader' | 'code' | 'bindings'>): Promise<CompiledStage>;
}

/** A cache of pipelines for one device, keyed by the whole shader text. */
export function createPipelines(device: GPUDevice): Pipelines {
  const compiled = new Map<string, Promise<CompiledStage>>();
  return {
    compile(stage) {
      const known = compiled.get(stage.code);
      if (known !== undefined) return known;
      const started = build(device, stage);
      compiled.set(stage.code, started);
      return started;
    },
  };
}

async function build(device: GPUDevice, { shader, code, bindings }: Pick<Stage, 'shader' | 'code' | 'bindings'>): Promise<CompiledStage> {
  const layout = device.createBindGroupLayout({ label: shader, entries: bindings.map(entry) });
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label: shader, code });
  const scope = device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter((message) => message.type === 'error');
  if (errors.length > 0) {
    const lines = code.split('\n');
    throw new CompileError(
      errors
        .map(({ lineNum, linePos, message }) => `${shader}:${lineNum}:${linePos}: ${message} in "${lines[lineNum - 1]?.trim() ?? ''}"`)
        .join('; '),
    );
  }
  const invalid = await scope;
  if (invalid !== null) throw new CompileError(`${shader}: ${invalid.message}`);
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: shader,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
    return { pipeline, layout };
  } catch (error) {
    throw new CompileError(`${shader}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function entry({ type }: Binding, binding: number): GPUBindGroupLayoutEntry {
  // GPUShaderStage.COMPUTE by value: Node has no such global.
  return { binding, visibility: 4, buffer: { type } };
}
