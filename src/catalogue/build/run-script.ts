/** Runs a script that reads data files as modules, which Node alone cannot: `tsx src/catalogue/build/run-script.ts src/validation/fit-intervals.ts`. */
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { dataModules } from './data-modules.ts';

const [script] = process.argv.slice(2);
if (script === undefined) throw new Error('which script? tsx src/catalogue/build/run-script.ts FILE');
await runnerImport(resolve(script), { configFile: false, plugins: [dataModules] });
