/**
 * The image on the system's clipboard, through the tools that platforms have for it: VS Code itself gives
 * extensions only its text. Every tool is started without a shell and with fixed words.
 */
import { execFile } from 'node:child_process';
import { MarginaliaError } from '../../engine/errors.ts';

const largestImage = 64 * 1024 * 1024;
const millis = 15_000;
const pngHead = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

interface Tool {
  readonly command: string;
  readonly args: readonly string[];
  /** From what the tool prints to the bytes of a PNG. */
  readonly decode?: (output: Buffer) => Buffer;
}

const windowsScript =
  'Add-Type -AssemblyName System.Windows.Forms, System.Drawing; ' +
  '$image = [System.Windows.Forms.Clipboard]::GetImage(); if ($image -ne $null) { ' +
  '$stream = New-Object System.IO.MemoryStream; $image.Save($stream, [System.Drawing.Imaging.ImageFormat]::Png); ' +
  '[Console]::Out.Write([Convert]::ToBase64String($stream.ToArray())) }';

/** The tools of a platform, best first. */
export function clipboardTools(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly Tool[] {
  if (platform === 'win32') {
    const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Sta', '-Command', windowsScript];
    const decode = (output: Buffer): Buffer =>
      Buffer.from(output.toString('latin1').trim(), 'base64');
    return [{ command: 'powershell.exe', args, decode }];
  }
  if (platform === 'darwin') {
    const script = 'the clipboard as «class PNGf»';
    const decode = (output: Buffer): Buffer =>
      Buffer.from(/«data PNGf([0-9A-F]+)»/i.exec(output.toString('utf8'))?.[1] ?? '', 'hex');
    return [
      { command: 'pngpaste', args: ['-'] },
      { command: 'osascript', args: ['-e', script], decode },
    ];
  }
  const wayland = { command: 'wl-paste', args: ['--no-newline', '--type', 'image/png'] };
  const x11 = {
    command: 'xclip',
    args: ['-selection', 'clipboard', '-target', 'image/png', '-out'],
  };
  return (env['WAYLAND_DISPLAY'] ?? '') === '' ? [x11] : [wayland, x11];
}

/**
 * The clipboard's image as a PNG.
 * @throws MarginaliaError `clipboard-empty`, `clipboard-unreachable`, `image-too-large`
 */
export async function systemClipboardImage(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Uint8Array<ArrayBuffer>> {
  let reached = false;
  for (const { command, args, decode } of clipboardTools(platform, env)) {
    const output = await run(command, args, env);
    if (output === undefined) continue;
    reached = true;
    const image = decode?.(output) ?? output;
    if (image.length > largestImage) throw tooLarge();
    if (image.subarray(0, pngHead.length).equals(pngHead)) return new Uint8Array(image);
  }
  throw reached ? empty() : unreachable(platform);
}

/** What the tool printed; nothing when it failed, undefined when it is not installed. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<Buffer | undefined>((resolve, reject) => {
    const options = {
      encoding: 'buffer',
      maxBuffer: largestImage * 2,
      timeout: millis,
      windowsHide: true,
      env,
    } as const;
    execFile(command, args, options, (error, output) => {
      if (error === null) resolve(output);
      else if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(undefined);
      else if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') reject(tooLarge());
      else resolve(Buffer.alloc(0)); // every tool fails so when there is no image
    });
  });
}

const empty = (): MarginaliaError =>
  new MarginaliaError({
    code: 'clipboard-empty',
    message: 'There is no image on the clipboard.',
    action: 'Take a screenshot of a formula to the clipboard, then try again.',
  });

const tooLarge = (): MarginaliaError =>
  new MarginaliaError({
    code: 'image-too-large',
    message: `The image on the clipboard is larger than ${largestImage / 1024 / 1024} MB.`,
    action: 'Take a picture of the formula alone.',
  });

const unreachable = (platform: NodeJS.Platform): MarginaliaError =>
  new MarginaliaError({
    code: 'clipboard-unreachable',
    message: 'The clipboard cannot be reached: no tool for it was found.',
    action:
      platform === 'linux'
        ? 'Install wl-clipboard or xclip, or paste the image into Readings.'
        : 'Paste the image into Readings instead.',
  });
