/**
 * Three kinds of test: `node` (pure code, and kernels through Dawn), `browser` (elements and workers in a real
 * Chromium) and `built` (what `npm run build` made, opened as a visitor would). None needs a GPU or a system package.
 */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { dataModules } from './src/catalogue/build/data-modules.ts';
import { findBrowser } from './src/cli/browser/find-browser.ts';
import { findVulkan } from './src/cli/browser/find-vulkan.ts';
import { softwareAdapterFlags } from './src/cli/browser/flags.ts';
import { isolationHeaders } from './src/cli/isolation.ts';

const browser = await findBrowser();
const vulkan = await findVulkan();

// The Vulkan loader is looked up when a process starts, so that the forks which run the tests must inherit it.
Object.assign(process.env, vulkan.environment);

// Property tests draw from one seed for each run: a fixed one in CI, LAB_SEED where it is set, else a new one. Forks inherit it.
process.env['LAB_SEED'] ??= process.env['CI'] === undefined ? String(Date.now() % 2 ** 31) : '1';
process.stdout.write(`property tests: seed ${process.env['LAB_SEED']} (LAB_SEED repeats it)\n`);

const report = process.env['LAB_TEST_REPORT'];

export default defineConfig({
  test: {
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // Two cores: more workers only make each test slower. For the same reason the projects run one after another
    // (their group order): kernels on the processor and a browser that measures would disturb each other.
    maxWorkers: 2,
    projects: [
      {
        plugins: [dataModules],
        test: {
          name: 'node',
          sequence: { groupOrder: 0 },
          environment: 'node',
          pool: 'forks',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/built/**', 'test/bench/**', 'test/peers/node_modules/**', 'test/duckdb/node_modules/**'],
          setupFiles: ['test/setup/matchers.ts', 'test/setup/property-seed.ts'],
          // SwiftShader compiles and runs kernels on the processor: seconds, not milliseconds.
          testTimeout: 60_000,
        },
      },
      {
        plugins: [dataModules],
        server: { headers: isolationHeaders },
        // Named, so that Vite does not find them one by one and reload a test that runs.
        optimizeDeps: {
          include: [
            'lit',
            'lit/decorators.js',
            'lit/directives/class-map.js',
            'lit/directives/if-defined.js',
            'lit/directives/live.js',
            'lit/directives/repeat.js',
            'lit/directives/style-map.js',
            'lit/directives/ref.js',
            'lit/directives/until.js',
            'lit/directives/when.js',
            '@lit/context',
            '@lit-labs/signals',
            'signal-polyfill',
            'comlink',
            'valibot',
            'idb',
            'd3-geo',
            'd3-scale',
            'topojson-client',
            'axe-core',
            'fast-check',
          ],
        },
        worker: { format: 'es', plugins: () => [dataModules] },
        test: {
          name: 'browser',
          sequence: { groupOrder: 1 },
          include: ['test/browser/**/*.test.ts'],
          setupFiles: ['test/setup/matchers.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: browser.executablePath,
                args: [...softwareAdapterFlags],
                env: { ...definedEnvironment(), ...browser.environment },
              },
            }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
          },
        },
      },
      {
        plugins: [dataModules],
        test: {
          name: 'built',
          sequence: { groupOrder: 2 },
          environment: 'node',
          include: ['test/built/**/*.test.ts'],
          globalSetup: ['test/setup/built.ts'],
          setupFiles: ['test/setup/matchers.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
