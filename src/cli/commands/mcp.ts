/** `mcp`: the lab for programs that speak the Model Context Protocol, on standard input and output. */
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defineCommand, exitStatus } from '../command.ts';

export const mcp = defineCommand({
  name: 'mcp',
  summary: 'the lab as tools for assistants: a server of the Model Context Protocol on stdio',
  description:
    'Serves estimate, fleet, train, agent, place, list and schema as tools over the Model Context Protocol, one JSON message a line on standard input\n' +
    'and output. A client starts it; it ends when the client closes its input. A tool takes what the command of its name reads (schema\n' +
    'prints it) and answers with the JSON that the command prints. Nothing is sent anywhere. Exit status: 0.',
  flags: {},
  examples: [
    'claude mcp add inference-cost-lab -- npx inference-cost-lab mcp',
    '{ "mcpServers": { "inference-cost-lab": { "command": "npx", "args": ["inference-cost-lab", "mcp"] } } }',
  ],
  async run() {
    const [{ StdioServerTransport }, { mcpServer }, { ToolThreads }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/stdio.js'),
      import('../mcp/server.ts'),
      import('../mcp/tool-threads.ts'),
    ]);
    if (process.stdin.isTTY) process.stderr.write('Speaks the Model Context Protocol: an assistant starts this command. Ctrl-D ends.\n');
    const threads = new ToolThreads(fileURLToPath(import.meta.url));
    const pending = new Set<Promise<unknown>>();
    const server = mcpServer((tool, text, signal) => {
      const answer = threads.answer(tool, text, signal);
      pending.add(answer);
      void answer.catch(() => undefined).finally(() => pending.delete(answer));
      return answer;
    });
    // The client may end its input with its last question, and still wait for the answer; one that is gone waits for nothing.
    const left = new Promise<void>((leave) => {
      process.stdin.once('end', leave);
      process.stdout.on('error', leave);
    });
    await server.connect(new StdioServerTransport());
    await left;
    await Promise.allSettled(pending);
    // The server writes an answer one turn after it has it.
    await setImmediate();
    await server.close();
    await threads.end();
    return exitStatus.answered;
  },
});
