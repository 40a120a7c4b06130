/** The walls between the rooms, as the linter sees them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Linter, type ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = join(import.meta.dirname, '../..');
const { walls } = (await import(join(root, 'eslint.config.js'))) as {
  walls: NonNullable<ESLint.Plugin['rules']>[string];
};

/** What the rule says about one line of code in a file of this name; null when it may stand. */
function wall(file: string, code: string): string | null {
  const [message] = new Linter({ cwd: root }).verify(
    code,
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { walls: { rules: { crossing: walls } } },
      rules: { 'walls/crossing': 'error' },
    },
    { filename: join(root, file) },
  );
  if (message?.fatal === true) throw new Error(message.message);
  return message?.message ?? null;
}

const crossings: [string, string][] = [
  ['engine/tasks/x.ts', `import * as vscode from 'vscode';`],
  ['engine/x.ts', `import { a } from '../extension/x.ts';`],
  ['engine/x.ts', `export * from '../webview/x.ts';`],
  ['engine/tasks/x.ts', `import ort from 'onnxruntime-node';`],
  ['engine/tasks/x.ts', `const s = await import('sharp');`],
  ['engine/x.ts', `import weights from '../models/bundled/config.json';`],
  ['engine/x.ts', `import { drawing } from '../test/engine/support/images.ts';`],
  ['webview/readings/x.ts', `import { join } from 'node:path';`],
  ['webview/readings/x.ts', `import { join } from 'path';`],
  ['webview/readings/x.ts', `import { reader } from '../../extension/readings/reader.ts';`],
  ['webview/readings/x.ts', `import { EngineClient } from '../../engine/client.ts';`],
  ['webview/x.ts', `import sharp from 'sharp';`],
  ['document/x.ts', `import { OPS } from 'pdfjs-dist';`],
  ['document/x.ts', `import { join } from 'node:path';`],
  ['document/formulas/x.ts', `import type { Reading } from '../../engine/protocol.ts';`],
  ['extension/x.ts', `import sharp from 'sharp';`],
  ['extension/x.ts', `const ort = require('onnxruntime-node');`],
  ['extension/x.ts', `import { loadModel } from '../engine/runtime/model.ts';`],
];

for (const [file, code] of crossings) {
  test(`refused in ${file}: ${code}`, () => {
    assert.match(wall(file, code) ?? 'nothing', /A wall is crossed/);
  });
}

const doors: [string, string][] = [
  ['engine/runtime/x.ts', `import ort from 'onnxruntime-node';`],
  ['engine/image/x.ts', `import sharp from 'sharp';`],
  ['engine/image/x.ts', `import { readFile } from 'node:fs/promises';`],
  ['webview/x.ts', `import type { Reading } from '../engine/protocol.ts';`],
  ['webview/readings/x.ts', `import { parse } from '../../extension/readings/messages.ts';`],
  ['extension/x.ts', `import { EngineClient } from '../engine/client.ts';`],
  ['extension/x.ts', `import * as vscode from 'vscode';`],
  ['document/x.ts', `import type { PDFPageProxy } from 'pdfjs-dist';`],
  ['document/formulas/x.ts', `import { join } from '../geometry.ts';`],
  ['engine/pdf/x.ts', `import { pageText } from '../../document/glyphs.ts';`],
  ['webview/point/x.ts', `import { pageText } from '../../document/glyphs.ts';`],
  ['test/unit/x.ts', `import { loadModel } from '../../engine/runtime/model.ts';`],
];

for (const [file, code] of doors) {
  test(`allowed in ${file}: ${code}`, () => {
    assert.equal(wall(file, code), null);
  });
}
