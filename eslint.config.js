/** Lint rules: strict types everywhere, Lit and custom-element rules where elements live. */
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as webComponents } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const configFiles = ['*.config.ts', '*.config.js', '*.cjs'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a thing has one name everywhere.',
};
const noWorker = { selector: "NewExpression[callee.name='Worker']", message: 'Only session, cli and embed start workers.' };
const noNavigatorGpu = {
  selector: "MemberExpression[object.name='navigator'][property.name='gpu']",
  message: 'Workers and session hand the GPU to src/measure; nothing else asks for it.',
};
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' };

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'coverage/',
      'shots/',
      'test/peers/node_modules/',
      'test/peers/libraries/',
      'test/duckdb/node_modules/',
      'public/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, noEnum, noWorker, noNavigatorGpu],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }],
      // A record with a field left out is a copy from which the field was deleted.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['src/ui/**/*.ts', 'src/charts/**/*.ts', 'src/main.ts'],
    extends: [lit.configs['flat/recommended'], webComponents['flat/best-practice']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // LitElement always has the lifecycle methods that the rule would guard.
      'wc/guard-super-call': 'off',
      // A click on a dialog is one on its backdrop; for the keyboard Escape closes it natively.
      'lit-a11y/click-events-have-key-events': ['error', { allowList: ['dialog'] }],
      // The control that a dialog opens on is marked this way in HTML itself.
      'lit-a11y/no-autofocus': 'off',
      // Lit calls an event listener of a template with the element as `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Stand-ins for what is asynchronous elsewhere.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  // Who may do what the rules above forbid, one line per permission.
  { files: ['src/session/**'], rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum] } },
  {
    files: ['workers/**', 'src/measure/gpu/**', 'src/cli/browser/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum, noWorker] },
  },
  {
    files: ['src/cli/row-threads.ts', 'src/cli/mcp/tool-threads.ts', 'src/embed/live/measure-host.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum, noNavigatorGpu] },
  },
  { files: ['test/**'], rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum] } },
  { files: [...configFiles, 'test/setup/built.ts', '**/*.d.ts'], rules: { 'no-restricted-syntax': ['error', noEnum] } },
  { files: ['**/*.js', '**/*.cjs'], extends: [tseslint.configs.disableTypeChecked] },
);
