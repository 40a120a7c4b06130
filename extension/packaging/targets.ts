/** The platforms that a package can be made for, and the native parts of each. */

export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
  /** Folders under node_modules with the image library's native code. */
  readonly imageLibrary: readonly string[];
  /** The folder with the native code that draws pages of PDFs. */
  readonly canvas: string;
}

/** What the canvas library's packages end in. */
const abi = { linux: '-gnu', darwin: '', win32: '-msvc' } as const;

const target = (platform: Target['platform'], arch: Target['arch']): Target => ({
  platform,
  arch,
  // On Windows libvips is part of the first.
  imageLibrary: [
    `@img/sharp-${platform}-${arch}`,
    ...(platform === 'win32' ? [] : [`@img/sharp-libvips-${platform}-${arch}`]),
  ],
  canvas: `@napi-rs/canvas-${platform}-${arch}${abi[platform]}`,
});

/** By the names that VS Code's marketplaces use. onnxruntime-node has no build for Intel Macs. */
export const targets: Readonly<Record<string, Target>> = {
  'linux-x64': target('linux', 'x64'),
  'linux-arm64': target('linux', 'arm64'),
  'darwin-arm64': target('darwin', 'arm64'),
  'win32-x64': target('win32', 'x64'),
  'win32-arm64': target('win32', 'arm64'),
};
