import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { rooms, allowedImports } from './eslint.rooms.ts';

const clockRule = 'Inject Clock or NewId (shared/lib/clock.ts): tests and simulations own the time.';
const nodeModules = [
  {
    group: ['node:*'],
    message: 'shared/ and renderer/ run in a page too: put what needs Node into electron/.',
  },
];

/** Who may import whom is data (eslint.rooms.ts); the rest is what the house asks of every file. */
export default tseslint.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', '.heatline/', 'coverage/', 'playwright-report/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // TypeScript checks these better.
      'no-undef': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 500 }],
      eqeqeq: 'error',
      'no-console': 'off',
      'vue/multi-word-component-names': 'off',
      // Prettier lays templates out.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  { files: ['**/*.vue'], rules: { 'max-lines': ['error', { max: 250 }] } },
  {
    files: ['shared/**/*.ts', 'electron/core/**/*.ts'],
    ignores: ['**/*.test.ts', 'electron/core/entry/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: clockRule })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: clockRule },
        { object: 'Math', property: 'random', message: clockRule },
        { object: 'performance', property: 'now', message: clockRule },
        { object: 'crypto', property: 'randomUUID', message: clockRule },
      ],
    },
  },
  {
    files: ['shared/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.vue'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: nodeModules }] },
  },
  {
    files: ['electron/core/**/*.ts', 'electron/hub/**/*.ts', 'electron/city/**/*.ts', 'electron/kit/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', message: 'Only electron/main and electron/preload know Electron.' }] },
      ],
    },
  },
  {
    files: ['{shared,electron,renderer}/**/*.{ts,vue}'],
    ignores: ['**/*.test.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': rooms,
      'import/resolver': { typescript: { project: 'tsconfig.node.json', extensions: ['.ts', '.vue'] } },
    },
    rules: { 'boundaries/dependencies': ['error', { default: 'disallow', policies: allowedImports }] },
  },
);
