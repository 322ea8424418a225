/**
 * The server behind any transport: lists the tools, hands each call to whoever answers, and says what is wrong in the words that
 * the commands use. The answer of a tool is the line that the command of its name prints.
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type CallToolResult,
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ListToolsResult,
} from '@modelcontextprotocol/sdk/types.js';
import { version } from '../../../package.json';
import { nearest, type InputError } from '../../index.ts';
import { inputProblem } from '../errors.ts';
import type { RowAnswer } from '../lines/json-lines.ts';
import { type Tool, toolNames, tools } from './tools.ts';

/** Answers one call as the tool's command answers a row, an error row included; rejects when `signal` fires. */
export type AnswerCall = (tool: string, text: string, signal: AbortSignal) => Promise<RowAnswer>;

const instructions =
  'Estimates what tokens of a language model cost on datacentre accelerators, how fast they come and how much energy they take. ' +
  'A quantity is { value, low, high, unit, evidence } with an 80 % interval: quote the interval with the value. ' +
  'Evidence, from best known to least: measured, anchored, interpolated, prior, projected. Null is not known, and "unknown" says why. ' +
  'Units are SI, and US dollars. An infeasible answer has a reason; it is an answer. An error names the field and what was expected there.';

export function mcpServer(answer: AnswerCall): McpServer {
  const door = new McpServer({ name: 'inference-cost-lab', title: 'Inference cost lab', version }, { instructions });
  // `registerTool` wants each input written again as a schema of zod's; the server within takes a JSON Schema as it is.
  const { server } = door;
  server.registerCapabilities({ tools: {} });
  server.setRequestHandler(ListToolsRequestSchema, async (): Promise<ListToolsResult> => ({ tools: await Promise.all(tools.map(described)) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }): Promise<CallToolResult> => {
    const { name } = params;
    if (!toolNames.includes(name)) throw new McpError(ErrorCode.InvalidParams, unknownTool(name));
    return resultOf(await answer(name, JSON.stringify(params.arguments ?? {}), signal));
  });
  return door;
}

async function described({ name, title, description, input }: Tool): Promise<ListToolsResult['tools'][number]> {
  const schema =
    typeof input === 'string' ? await (await import('../../index.ts')).jsonSchema(input) : typeof input === 'function' ? await input() : input;
  // Each answers from arithmetic and the catalogue: nothing is changed, and nothing outside is asked.
  const annotations = { readOnlyHint: true, openWorldHint: false, idempotentHint: true, destructiveHint: false };
  return { name, title, description, inputSchema: { ...schema, type: 'object' }, annotations };
}

/** An error row is a tool's error, so that a model reads it and asks again: in words, and as the row that a program reads. */
function resultOf({ line, failed }: RowAnswer): CallToolResult {
  const row = { type: 'text', text: line } as const;
  if (!failed) return { content: [row] };
  const { error } = JSON.parse(line) as { readonly error: InputError };
  return { isError: true, content: [{ type: 'text', text: inputProblem(error) }, row] };
}

function unknownTool(name: string): string {
  const [best] = nearest(name, toolNames);
  return `no tool "${name}"${best === undefined ? `; there are ${toolNames.join(', ')}` : `; did you mean "${best}"?`}`;
}
