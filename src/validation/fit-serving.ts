/**
 * Fits the few serving parameters to the published rows and writes `src/calibration/priors/serving.json`.
 * `npm run fit:serving`. Groups count alike whatever their number of rows; the loss is robust, so that configurations
 * with unusual kernels do not drag the rest.
 */
import { writeFileSync } from 'node:fs';
import { fitServing } from './serving-fit.ts';
import { servingRows } from './serving-rows.ts';

const { parameters, loss } = fitServing(servingRows().filter((row) => !row.burst));
// Four digits: past what the rows identify, and a file that stays the same when nothing changed.
const text = JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value), 2);
writeFileSync(new URL('../calibration/priors/serving.json', import.meta.url), `${text}\n`);
process.stdout.write(`${text}\nloss ${loss.toFixed(5)}\n`);
