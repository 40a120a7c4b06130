/** Images that are pasted into the view or dropped on it: their bytes go to the host, never a path. */
import { l10n } from '../l10n.ts';
import { largestImage, type FromWebview } from '../protocol.ts';

type Images = Extract<FromWebview, { type: 'add' }>['images'];

const mostImages = 100;
const largestTogether = 256 * 1024 * 1024;

export interface IntakeParts {
  readonly add: (images: Images) => void;
  /** Says why nothing came of it, and what would. */
  readonly refuse: (text: string) => void;
}

/** Listens for pasted and dropped images on the whole page. */
export function listenForImages({ add, refuse }: IntakeParts): void {
  document.addEventListener('paste', (event) => {
    const images = imagesOf(event.clipboardData);
    const typing = event.target instanceof HTMLElement && event.target.matches('textarea, input');
    const hasText = event.clipboardData?.types.includes('text/plain') === true;
    // In a text field text is meant, even where a picture of it lies on the clipboard too.
    if (typing && (hasText || images.length === 0)) return;
    event.preventDefault();
    if (images.length > 0) void take(images, { add, refuse });
    else refuse(l10n.t('There is no image on the clipboard.'));
  });

  let inside = 0;
  const enter = (by: number): void => {
    inside = Math.max(0, inside + by);
    document.body.classList.toggle('dropping', inside > 0);
  };
  document.addEventListener('dragenter', (event) => carries(event) && enter(1));
  document.addEventListener('dragleave', (event) => carries(event) && enter(-1));
  document.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  });
  document.addEventListener('drop', (event) => {
    enter(-inside);
    if (!carries(event)) return;
    event.preventDefault();
    const images = imagesOf(event.dataTransfer);
    if (images.length > 0) void take(images, { add, refuse });
    else {
      refuse(
        l10n.t(
          'No image came with that. Read a file of the Explorer from its context menu, or choose it here.',
        ),
      );
    }
  });
}

/** Reads the clipboard at the press of a button; not every VS Code allows that. */
export async function pasteFromClipboard({ add, refuse }: IntakeParts): Promise<void> {
  const key = navigator.userAgent.includes('Mac') ? '⌘V' : 'Ctrl+V';
  const items = await navigator.clipboard.read().catch(() => undefined); // refused: say the other way
  if (items === undefined) {
    refuse(l10n.t('Press {0} to paste an image here.', key));
    return;
  }
  for (const item of items) {
    const type = item.types.find((it) => it.startsWith('image/'));
    if (type === undefined) continue;
    await take([new File([await item.getType(type)], '')], { add, refuse });
    return;
  }
  refuse(l10n.t('There is no image on the clipboard.'));
}

/** Drags inside the view carry text; those from elsewhere files, or the address of one. */
const carries = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.some((type) => type === 'Files' || type === 'text/uri-list') === true;

function imagesOf(data: DataTransfer | null): File[] {
  // By its type, or by nothing: some systems do not say; the engine knows images by their bytes.
  return [...(data?.files ?? [])].filter(({ type }) => type === '' || type.startsWith('image/'));
}

async function take(files: readonly File[], { add, refuse }: IntakeParts): Promise<void> {
  const fitting = files.filter(({ size }) => size <= largestImage).slice(0, mostImages);
  const total = fitting.reduce((sum, { size }) => sum + size, 0);
  if (fitting.length === 0 || total > largestTogether) {
    const most = Math.round(largestImage / 1024 / 1024);
    refuse(l10n.t('Too large: an image may have {0} MB. Crop it to the formula first.', most));
    return;
  }
  if (fitting.length < files.length)
    refuse(l10n.t('Only {0} of {1} are read.', fitting.length, files.length));
  try {
    add(await Promise.all(fitting.map(imageOf)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(l10n.t('The image could not be taken over: {0}', reason));
  }
}

async function imageOf(file: File): Promise<Images[number]> {
  // Browsers call every pasted picture image.png; that name says nothing.
  const pasted = file.name === '' || /^image\.\w+$/.test(file.name);
  return {
    name: pasted ? l10n.t('Pasted image') : file.name.slice(-200),
    bytes: new Uint8Array(await file.arrayBuffer()),
  };
}
