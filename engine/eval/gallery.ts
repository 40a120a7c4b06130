import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import { badInput } from '../errors.ts';
import { encodeForServer } from '../image/encode.ts';
import type { ChangeImage } from './evaluate.ts';
import type { EvalRow } from './summary.ts';

/** A reading to show: where its image lies, how it was changed, and what came of it. */
export interface Exhibit {
  directory: string;
  set: string;
  as: string;
  change: ChangeImage;
  row: EvalRow;
}

/** The worst of the readings that look different from their labels: least similar, then most sure. */
export function worstReadings(exhibits: readonly Exhibit[], count: number): Exhibit[] {
  return exhibits
    .filter(({ row }) => row.error === null && !row.score.rendersAlike)
    .toSorted(
      ({ row: a }, { row: b }) =>
        a.score.similarity - b.score.similarity || b.confidence - a.confidence,
    )
    .slice(0, count);
}

/**
 * Writes a Markdown file, and next to it a folder NAME-pictures with the pictures as they were
 * read. Only pixels are copied, and only of files inside their set's folder.
 * @throws MarginaliaError `bad-input` when the gallery cannot be written or an image lies elsewhere
 */
export async function writeGallery(file: string, exhibits: readonly Exhibit[]): Promise<void> {
  await writeExhibits(
    file,
    'Worst readings',
    exhibits.map((exhibit) => ({
      stem: `${exhibit.set}-${basename(exhibit.row.file)}`,
      bytes: () => shownImage(exhibit),
      section: (number, picture) => section(number, exhibit, picture),
    })),
  );
}

/** A picture of a gallery, and what is told of it. */
export interface Shown {
  /** Of its file's name. */
  stem: string;
  bytes: () => Promise<Uint8Array>;
  /** Markdown; `picture` is the path to show. */
  section: (number: number, picture: string) => string;
}

/** As `writeGallery`, for any pictures. @throws MarginaliaError `bad-input` when it cannot be written */
export async function writeExhibits(
  file: string,
  title: string,
  exhibits: readonly Shown[],
): Promise<void> {
  const folder = `${basename(file, extname(file))}-pictures`;
  const sections: string[] = [];
  const pictures: { name: string; bytes: Uint8Array }[] = [];
  for (const [index, exhibit] of exhibits.entries()) {
    const { type, bytes } = await encodeForServer(await exhibit.bytes());
    const stem = `${index + 1}-${exhibit.stem}`;
    const name = `${stem.replaceAll(/[^\w.-]+/g, '_')}.${type === 'image/png' ? 'png' : 'jpg'}`;
    pictures.push({ name, bytes });
    sections.push(exhibit.section(index + 1, `${encodeURIComponent(folder)}/${name}`));
  }
  try {
    const target = join(dirname(file), folder);
    await mkdir(target, { recursive: true });
    for (const name of await shownBefore(file, folder))
      await rm(join(target, name), { force: true });
    for (const { name, bytes } of pictures) await writeFile(join(target, name), bytes);
    await writeFile(file, `# ${title}\n${sections.join('')}`);
  } catch (error) {
    throw badGallery(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** Names of the pictures that a gallery in this place shows already: its own alone are taken away. */
async function shownBefore(file: string, folder: string): Promise<string[]> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  const shown = text.matchAll(/^!\[[^\]]*\]\(([^()/]+)\/(\d+-[\w.-]+)\)$/gm);
  return [...shown].flatMap(([, path, name]) =>
    path === encodeURIComponent(folder) ? [name!] : [],
  );
}

/** The image as it was read. */
async function shownImage({ directory, row, change }: Exhibit): Promise<Uint8Array> {
  return change(await imageOfSet(directory, row.file));
}

/** @throws MarginaliaError `bad-input` for a file outside of its set's folder */
export async function imageOfSet(directory: string, file: string): Promise<Uint8Array> {
  const path = await realpath(join(directory, file));
  if (!path.startsWith((await realpath(directory)) + sep))
    throw badInput(
      `${file} lies outside ${directory}: it is not copied into a gallery.`,
      'Put the image into the folder of its set, or leave --gallery out.',
    );
  return await readFile(path);
}

function section(number: number, { set, as, row }: Exhibit, picture: string): string {
  const { score, confidence } = row;
  const how = as === 'plain' ? '' : `, as ${as}`;
  return `
## ${number}. ${code(`${set}/${row.file}`)}${how}

![The picture of reading ${number}](${picture})

Token edit similarity ${score.similarity.toFixed(3)}, confidence ${confidence.toFixed(3)}${score.accepted ? '' : ', refused by KaTeX'}.

Label:

${block(row.label)}

Reading:

${block(row.latex)}
`;
}

/** A fence longer than any run of backticks inside, so that no text ends its own block. */
export function block(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}latex\n${text}\n${fence}`;
}

export function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const line = text.replaceAll(/\s+/g, ' ');
  return longestRun(text) === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

const badGallery = (file: string, detail: string, cause?: unknown) =>
  badInput(
    `The gallery ${file} cannot be written: ${detail}`,
    'Give a file in a folder that exists and can be written: --gallery gallery.md.',
    cause,
  );
