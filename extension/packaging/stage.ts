/** Lays out what the package holds in a folder of its own: exactly that, and nothing by accident. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Target } from './targets.ts';

/** JavaScript that the engine's bundle leaves outside, because its packages find native code by path. */
const externals = [
  'onnxruntime-node',
  'onnxruntime-common',
  'sharp',
  '@img/colour',
  'detect-libc',
  'semver',
  'pdfjs-dist',
  '@napi-rs/canvas',
];

const documents = ['README.md', 'CHANGELOG.md', 'LICENSE'];

/** Fills `stage` from the repository at `root` and the compiled model in `model`. */
export function stagePackage(root: string, stage: string, target: Target, model: string): void {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const copy = (path: string, to = path, filter: (source: string) => boolean = all): void => {
    const source = join(root, path);
    if (!existsSync(source)) throw new Error(`${path} is missing: it belongs in the package`);
    cpSync(source, join(stage, to), { recursive: true, dereference: true, filter });
  };

  writeManifest(root, stage);
  // The stage holds nothing to leave out, and the packager wants to be told so.
  writeFileSync(join(stage, '.vscodeignore'), '');
  for (const name of documents) if (existsSync(join(root, name))) copy(name);
  copy('package.nls.json');
  copy('l10n');
  copy('extension/media');
  cpSync(model, join(stage, 'models', 'bundled'), {
    recursive: true,
    // The graphs hold all the weights: what they were compiled from stays here.
    filter: (path) => !/[/\\](?:golden|\.[^/\\]*|[^/\\]*\.safetensors)$/.test(path),
  });

  execFileSync(process.execPath, ['esbuild.config.js', join(stage, 'dist')], { cwd: root });
  removeSourceMaps(join(stage, 'dist'));

  // Beside the engine's bundle, which finds them there: the packager ignores node_modules at the root.
  for (const name of [...externals, ...target.imageLibrary, target.canvas]) {
    copy(`node_modules/${name}`, `dist/node_modules/${name}`, isWanted(target));
  }
  copyNode(root, stage, target);
}

const all = (): boolean => true;

/** Keeps one platform's onnxruntime, and of every library only what runs. */
function isWanted({ platform, arch }: Target): (path: string) => boolean {
  return (path) => {
    const inside = path.replaceAll('\\', '/');
    if (/\.(?:map|d\.[cm]?ts)$/.test(inside)) return false;
    const native = /\/bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(inside);
    if (native) return native[1] === platform && (native[2] ?? arch) === arch;
    const pdfjs = /\/pdfjs-dist\/(.+)$/.exec(inside)?.[1];
    if (pdfjs !== undefined) return isPdfjsPart(pdfjs);
    return !/\/onnxruntime-node\/(?:script|lib|__commit)|\/(?:src|test|docs|install)$/.test(inside);
  };
}

/** The build that runs on Node, and what it reads beside a PDF. */
const isPdfjsPart = (path: string): boolean =>
  /^(?:package\.json|LICENSE|legacy|legacy\/build)$/.test(path) ||
  /^(?:cmaps|standard_fonts|wasm|iccs)(?:\/|$)/.test(path) ||
  /^legacy\/build\/pdf(?:\.worker)?\.mjs$/.test(path);

/** The manifest as VS Code needs it: no scripts, no dependencies, for all of them are inside. */
function writeManifest(root: string, stage: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
  const dropped = ['scripts', 'dependencies', 'devDependencies', 'allowScripts', 'private'];
  const kept = Object.entries(manifest).filter(([key]) => !dropped.includes(key));
  // The engine's bundle is ESM by its file names; VS Code loads the extension as CommonJS.
  writeFileSync(join(stage, 'package.json'), JSON.stringify(Object.fromEntries(kept), null, 2));
}

/** The Node that runs the engine: VS Code's own Electron would limit its memory. */
function copyNode(root: string, stage: string, { platform, arch }: Target): void {
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const here = platform === process.platform && arch === process.arch;
  // Another platform's binary comes from the same package: npm install --no-save node-bin…@version.
  const source = here
    ? join(root, 'node_modules/node/bin', name)
    : join(root, `node_modules/node-${platform === 'win32' ? 'win' : platform}-${arch}/bin`, name);
  if (!existsSync(source)) throw new Error(`${source} is missing: Node for ${platform}-${arch}`);
  const path = join(stage, 'runtime', name);
  mkdirSync(dirname(path), { recursive: true });
  cpSync(source, path, { dereference: true });
  chmodSync(path, 0o755);
}

function removeSourceMaps(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.map')) rmSync(join(folder, name));
  }
}
