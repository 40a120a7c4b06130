/** The platforms that a package can be made for, and the native parts of each. */

export interface Target {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: 'x64' | 'arm64';
  /** Folders under node_modules with the image library's native code. */
  readonly imageLibrary: readonly string[];
}

const target = (platform: Target['platform'], arch: Target['arch']): Target => ({
  platform,
  arch,
  // On Windows libvips is part of the first.
  imageLibrary: [
    `@img/sharp-${platform}-${arch}`,
    ...(platform === 'win32' ? [] : [`@img/sharp-libvips-${platform}-${arch}`]),
  ],
});

/** By the names that VS Code's marketplaces use. onnxruntime-node has no build for Intel Macs. */
export const targets: Readonly<Record<string, Target>> = {
  'linux-x64': target('linux', 'x64'),
  'linux-arm64': target('linux', 'arm64'),
  'darwin-arm64': target('darwin', 'arm64'),
  'win32-x64': target('win32', 'x64'),
  'win32-arm64': target('win32', 'arm64'),
};
