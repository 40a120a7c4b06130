// Lint rules, type-checked. The walls between the rooms are rules here, not promises.
import js from '@eslint/js';
import { builtinModules } from 'node:module';
import path from 'node:path';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;
const nativeParts = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@napi-rs/canvas'];
const entries = [
  'engine/main.ts',
  'engine/cli.ts',
  'engine/pdf/main.ts',
  'webview/*/main.ts',
  'models/train/prepare.ts',
  'models/train/calibrate.ts',
  'models/train/calibrateSolver.ts',
  'models/train/web/typeset.ts',
];

/** @param {string} file absolute path @returns {string} path inside the repository, with slashes */
const inside = (file) => path.relative(root, file).split(path.sep).join('/');

/** @param {string} specifier @returns {string} the package that a bare specifier names */
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** @param {string} specifier */
const isNodeBuiltin = (specifier) =>
  specifier.startsWith('node:') || builtinModules.includes(specifier);

/**
 * Why `from` may not import `to`, or null. `to` is a path inside the repository or a package name.
 * @param {string} from @param {string} to @param {boolean} local @param {boolean} typeOnly
 * @returns {string | null}
 */
function broken(from, to, local, typeOnly) {
  const room = from.split('/')[0];
  const target = local ? to.split('/')[0] : '';
  if (local && target === 'models' && room !== 'models' && room !== 'test')
    return 'models/ is read through engine/models only, as files';
  if (local && target === 'test' && room !== 'test') return 'product code never imports a test';
  if (room === 'document') {
    if (local && target !== 'document')
      return 'document/ stands alone: it imports nothing of other rooms';
    if (!local && !(typeOnly && packageOf(to) === 'pdfjs-dist'))
      return 'document/ runs everywhere: no library, no Node, of pdf.js only types';
  }
  if (room === 'engine') {
    if (to === 'vscode') return 'engine/ runs without VS Code';
    if (target === 'extension' || target === 'webview')
      return `engine/ never imports ${String(target)}/`;
    if (packageOf(to).startsWith('onnxruntime') && !from.startsWith('engine/runtime/'))
      return 'only engine/runtime loads onnxruntime';
    if (packageOf(to) === 'sharp' && !from.startsWith('engine/image/'))
      return 'only engine/image loads the image library';
  }
  if (room === 'webview') {
    if (!local && isNodeBuiltin(to)) return 'webview/ runs in a browser sandbox: no Node';
    if (to === 'vscode' || nativeParts.includes(packageOf(to))) return `webview/ cannot load ${to}`;
    if (target === 'extension' && !(typeOnly || /\/(messages|protocol)\.ts$/.test(to)))
      return 'webview/ imports only message types from extension/';
    if (target === 'engine' && !typeOnly) return 'webview/ imports only types from engine/';
  }
  if (room === 'extension') {
    if (nativeParts.includes(packageOf(to)))
      return 'native parts are loaded by the engine process only';
    const doors = [
      'engine/client.ts',
      'engine/backends/endpoint.ts',
      'engine/backends/environment.ts',
      'engine/models/client.ts',
      'engine/protocol.ts',
      'engine/errors.ts',
    ];
    // The packager is a build script: it compiles the model that it packs.
    if (from.startsWith('extension/packaging/')) doors.push('engine/compile/compile.ts');
    if (target === 'engine' && !typeOnly && !doors.includes(to) && !to.startsWith('engine/text/'))
      return `extension/ reaches the engine through ${doors.join(', ')} or engine/text/`;
    if (target === 'webview' && !typeOnly && !/\/(messages|protocol)\.ts$/.test(to))
      return 'extension/ imports only message types from webview/';
  }
  return null;
}

/** @type {import('eslint').Rule.RuleModule} */
export const walls = {
  meta: { type: 'problem', schema: [], messages: { wall: 'A wall is crossed: {{why}}.' } },
  create(context) {
    const from = inside(context.filename);
    /** @param {any} node @param {boolean} typeOnly */
    const look = (node, typeOnly) => {
      const source = node.source ?? node.arguments?.[0];
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const local = source.value.startsWith('.');
      const to = local
        ? inside(path.resolve(path.dirname(context.filename), source.value))
        : source.value;
      const why = broken(from, to, local, typeOnly);
      if (why !== null) context.report({ node: source, messageId: 'wall', data: { why } });
    };
    return {
      ImportDeclaration: (/** @type {any} */ node) => look(node, node.importKind === 'type'),
      ExportNamedDeclaration: (/** @type {any} */ node) => look(node, node.exportKind === 'type'),
      ExportAllDeclaration: (/** @type {any} */ node) => look(node, node.exportKind === 'type'),
      ImportExpression: (/** @type {any} */ node) => look(node, false),
      'CallExpression[callee.name="require"]': (/** @type {any} */ node) => look(node, false),
    };
  },
};

/** Calls and awaits among a module's own statements: work that starts at import time. */
const startsAtImport = ['CallExpression', 'AwaitExpression', 'NewExpression'].map((kind) => ({
  selector: `Program > ExpressionStatement > ${kind}`,
  message: 'Nothing starts at import time: export a function and call it from an entry point.',
}));

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      '.venv',
      '.host',
      'models/work',
      'models/bundled',
      'test-output',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: root },
    },
    plugins: { walls: { rules: { crossing: walls } } },
    rules: {
      'walls/crossing': 'error',
      'no-restricted-syntax': ['error', ...startsAtImport],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Spreading a string into code points is what a lexer wants.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Numeric code indexes typed arrays inside bounds that its loops have checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `type` where a union follows, `interface` elsewhere: both read well.
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  { files: entries, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**/*.ts', 'extension/packaging/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      // node:test hands back promises that its own runner awaits.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
);
