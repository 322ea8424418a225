/** In a process of its own, since the Vulkan driver is looked up when one starts: judges all cases and prints them as JSON. */
import { judgeAll } from './judge-all.ts';

process.stdout.write(JSON.stringify(await judgeAll((words) => void process.stderr.write(`${words}\n`))));
