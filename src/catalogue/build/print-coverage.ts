/** `npm run coverage:sites`: prints what the catalogue knows of sites. */
import { barredTable, coverageTable } from './coverage-table.ts';

process.stdout.write(`${coverageTable()}\n\n${barredTable()}\n`);
