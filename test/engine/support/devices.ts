/** Where a WebGPU device can be had in a test: a real one, or Chromium's software Vulkan driver. */
import { existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';
const loader = '/usr/lib/chromium/libvulkan.so.1';

/** The environment in which a process finds a Vulkan driver; null where this machine has none. */
export function vulkanEnvironment(): Record<string, string> | null {
  if (process.platform !== 'linux') return {};
  if (existsSync('/usr/share/vulkan/icd.d') && !existsSync(driver)) return {};
  if (!existsSync(driver) || !existsSync(loader)) return null;
  // Only the loader is wanted on the path, not whatever else Chromium has beside it.
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-vulkan-'));
  symlinkSync(loader, join(folder, 'libvulkan.so.1'));
  const path = [folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: path, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}

/** Takes the folder of `vulkanEnvironment` away again. */
export const vulkanFolder = (environment: Record<string, string>): string | undefined => {
  const path = environment['LD_LIBRARY_PATH']?.split(':')[0];
  return path === undefined ? undefined : dirname(join(path, 'libvulkan.so.1'));
};
