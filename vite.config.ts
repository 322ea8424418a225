/**
 * The builds of the lab. `vite build` makes the page; `vite build --mode embed` and `--mode frame` figures for other people's
 * pages, beside it; `vite build --mode cli` the command line as one file; `vite build --mode library` what others import, to which
 * `tsconfig.declarations.json` adds the declarations.
 * Cross-origin isolation is on wherever we serve, so that the page's clocks have their finest step.
 */
import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { dataModules, pageDataModules } from './src/catalogue/build/data-modules.ts';
import { solverBinary } from './src/placement/build/solver-binary.ts';
import { pageFolders } from './src/share/page-folders.ts';
import { contentSecurityPolicy, framePolicy, isolationHeaders } from './src/cli/isolation.ts';

/** Loaded lazily by the commands that need them, from node_modules; `estimate` runs without any of them. */
const leftOutside = ['playwright-core', '@sparticuz/chromium', 'webgpu'];

/** Into the head of the built page alone: the development server writes scripts of its own into it. */
const securityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' },
  ],
};

/**
 * Shaders without the words around them: half of their bytes are comments, which no GPU reads. Directives of the
 * preprocessor (`// @unroll`, `// @if`) stay.
 */
const leanShaders: Plugin = {
  name: 'lean-shaders',
  apply: 'build',
  enforce: 'pre',
  async load(id) {
    const [file, query] = id.split('?');
    if (query !== 'raw' || !file?.endsWith('.wgsl')) return null;
    const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.replace(/\s*\/\/(?! @).*$/, '').trim());
    // Directives are read word by word, and stay as they are.
    const lean = lines
      .filter((line) => line !== '')
      .map((line) => (line.includes('//') ? line : line.replace(/, /g, ',').replace(/ ([-+*]?=) /g, '$1')));
    return `export default ${JSON.stringify(lean.join('\n'))};`;
  },
};

/** Whose data the page holds, and under which licence: minifying leaves none of the notices in the data files. */
const notice: Plugin = {
  name: 'notice',
  apply: 'build',
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'NOTICE', source: await readFile('NOTICE', 'utf8') });
  },
};

const page: UserConfig = {
  plugins: [securityPolicy, leanShaders, pageDataModules, solverBinary({ from: '../', emitted: true }), notice, pageFolders],
  // Relative, so that the built folder works under any path.
  base: './',
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The published rows behind the accuracy section, loaded when it is opened; limits are in `.size-limit.cjs`.
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      output: {
        // The first load in four files that change on different days, each with a size limit of its own: what paints the
        // page, the arithmetic behind the answer, the facts, and the fitted numbers.
        codeSplitting: {
          groups: [
            { name: 'facts', test: /src\/catalogue\/data\//, tags: ['$initial'] },
            { name: 'priors', test: /src\/calibration\/priors\/.*\.json/, tags: ['$initial'] },
            {
              name: 'engine',
              test: /src\/(units|stats|catalogue|model|scenario|calibration|estimate)\/|node_modules\/valibot\//,
              tags: ['$initial'],
            },
            { name: 'shell', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  worker: { format: 'es', plugins: () => [leanShaders, pageDataModules, solverBinary({ from: '../', emitted: true })] },
  server: { port: 4173, strictPort: true, headers: isolationHeaders },
  preview: { port: 4173, strictPort: true, headers: isolationHeaders },
};

/** Into the head of the frame's page, as into the page's own. */
const frameSecurityPolicy: Plugin = {
  name: 'frame-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: framePolicy }, injectTo: 'head-prepend' }],
};

/** The frame finds the element where the element's own build put it. */
const elementApart: Plugin = {
  name: 'element-apart',
  enforce: 'pre',
  resolveId: (source) => (source === '../inference-cost-lab.ts' ? { id: '../inference-cost-lab.js', external: true } : null),
};

const embedFiles = { entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js', assetFileNames: 'parts/[name]-[hash][extname]' } as const;

/** What the element takes and sends, for editors; beside its script. */
const manifest: Plugin = {
  name: 'custom-elements-manifest',
  apply: 'build',
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'custom-elements.json', source: await readFile('src/embed/custom-elements.json', 'utf8') });
  },
};

/** The element as one script; what a poster does not need is in parts that load on a click. */
const embed: UserConfig = {
  publicDir: false,
  plugins: [leanShaders, dataModules, manifest],
  base: './',
  build: {
    target: 'es2022',
    // Browsers that have `light-dark()`: what stands in for it elsewhere asks the root of the page, which is somebody else's.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: 'dist/embed',
    // The lab's own page about embedding may stand there.
    emptyOutDir: false,
    // Nothing is written into the head of somebody else's page.
    modulePreload: false,
    rolldownOptions: {
      // Alone: with a second entry, what both and the parts need would be one more file before the first number.
      input: { 'inference-cost-lab': 'src/embed/inference-cost-lab.ts' },
      preserveEntrySignatures: 'allow-extension',
      output: embedFiles,
    },
  },
  worker: {
    format: 'es',
    plugins: () => [leanShaders, dataModules],
    rolldownOptions: { output: { ...embedFiles, entryFileNames: embedFiles.chunkFileNames } },
  },
};

/** The frame's page, which loads the element's own script. */
const frame: UserConfig = {
  root: 'src/embed',
  publicDir: false,
  plugins: [frameSecurityPolicy, elementApart],
  base: './',
  build: {
    target: 'es2022',
    outDir: '../../dist/embed',
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: { input: { 'figure/index': 'src/embed/figure/index.html' }, output: { entryFileNames: '[name].js' } },
  },
};

const commandLine: UserConfig = {
  plugins: [dataModules, solverBinary({ from: './', emitted: true })],
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: leftOutside },
  build: {
    target: 'node20',
    ssr: 'src/cli/main.ts',
    outDir: 'dist',
    emptyOutDir: false,
    // The solver's binary.
    ssrEmitAssets: true,
    minify: false,
    // One file, so that it can be copied anywhere and still estimate; modules behind a dynamic import still run late.
    rolldownOptions: { output: { entryFileNames: 'cli.js', codeSplitting: false } },
  },
};

/** For other people's programs: ES modules that need nothing, neither a page, nor Node, nor a package. Left readable. */
const library: UserConfig = {
  publicDir: false,
  plugins: [dataModules, solverBinary({ from: '../', emitted: false })],
  build: {
    target: 'es2022',
    outDir: 'dist/library',
    emptyOutDir: true,
    minify: false,
    // The published rows, loaded when `validate` is asked.
    chunkSizeWarningLimit: 2500,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    // Most of such a build is reading data; and a part that the command line, the page or a worker loads late may be early here.
    rolldownOptions: { output: { chunkFileNames: '[name]-[hash].js' }, checks: { bundlerTimings: false, ineffectiveDynamicImport: false } },
  },
};

const builds: Readonly<Record<string, UserConfig>> = { cli: commandLine, embed, frame, library };

export default defineConfig(({ mode }) => builds[mode] ?? page);
