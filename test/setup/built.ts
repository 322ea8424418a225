/** The built tests open what `npm run build` made; without it they would all fail for one reason, so say that instead. */
import { existsSync } from 'node:fs';

export default function requireBuild(): void {
  for (const file of [
    'dist/index.html',
    'dist/cli.js',
    'dist/library/index.js',
    'dist/library/index.d.ts',
    'dist/embed/inference-cost-lab.js',
    'dist/embed/figure/index.html',
  ]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first, or "npm test", which does`);
  }
}
