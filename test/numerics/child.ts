/** In a process of its own, since the Vulkan driver is looked up when one starts: judges all cases and prints them as JSON. */
import { judgeAll } from './judge-all.ts';

try {
  process.stdout.write(JSON.stringify(await judgeAll((words) => void process.stderr.write(`${words}\n`))));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
