import { basename, resolve } from 'node:path';
import { evaluate, type ChangeImage, type ReadImage } from '../eval/evaluate.ts';
import type { Exhibit } from '../eval/gallery.ts';
import { readLabels, type Label } from '../eval/labels.ts';
import { rowJson, summaryJson, summaryText, type Subject } from '../eval/report.ts';
import { summarize, type EvalRow } from '../eval/summary.ts';
import { variantName, type Variant } from '../eval/variant.ts';
import type { EvalArguments } from './eval-arguments.ts';

export { evalUsage, parseEvalArguments } from './eval-arguments.ts';

/** What the command needs from the command line that runs it. */
export interface EvalHost {
  /** Reads one image; the first call starts the engine and loads the model. */
  read: ReadImage;
  /** One line to standard output, without its newline. */
  print: (line: string) => void;
  /** One line to standard error. */
  complain: (line: string) => void;
}

/** A folder to read in one way. */
interface Run {
  directory: string;
  labels: Label[];
  variant: Variant;
}

/**
 * Reads each labeled set in each of the ways asked for and prints a table of figures each time;
 * with `json`, a line an image as it is read and a summary line. Resolves to the exit code: 0, or
 * 2 when some image could not be read.
 * Rejects when labels or arguments are bad (`bad-input`) or the engine fails.
 */
export async function evalCommand(options: EvalArguments, host: EvalHost): Promise<0 | 2> {
  const runs: Run[] = [];
  for (const directory of options.directories) {
    const labels = (await readLabels(directory)).slice(0, options.limit);
    runs.push(...options.variants.map((variant) => ({ directory, labels, variant })));
  }
  const exhibits: Exhibit[] = [];
  let errors = 0;
  for (const [index, run] of runs.entries()) {
    const { rows, ...subject } = await readSet(run, options.json, host, index === 0);
    const summary = summarize(rows);
    host.print(options.json ? summaryJson(subject, summary) : summaryText(subject, summary));
    errors += summary.errors;
    const { directory, variant } = run;
    const { set, as } = subject;
    const shown = rows.map((row) => ({ directory, set, as, change: changeBy(variant), row }));
    exhibits.push(...shown);
  }
  if (options.gallery !== undefined) {
    const { worstReadings, writeGallery } = await import('../eval/gallery.ts');
    await writeGallery(options.gallery, worstReadings(exhibits, options.worst));
  }
  return errors === 0 ? 0 : 2;
}

async function readSet(
  { directory, labels, variant }: Run,
  json: boolean,
  host: EvalHost,
  fresh: boolean,
): Promise<Subject & { rows: EvalRow[] }> {
  const subject: Subject = {
    ...{ set: basename(resolve(directory)), as: variantName(variant) },
    ...{ model: '-', device: '-', firstReadingMillis: null },
  };
  const rows: EvalRow[] = [];
  let calls = 0;
  const read: ReadImage = async (image, name) => {
    const first = fresh && calls++ === 0;
    const asked = performance.now();
    const reading = await host.read(image, name);
    if (first) subject.firstReadingMillis = performance.now() - asked;
    return reading;
  };
  for await (const { row, reading } of evaluate(directory, labels, read, changeBy(variant))) {
    rows.push(row);
    if (reading) Object.assign(subject, { model: reading.model, device: reading.device });
    if (row.error) host.complain(`${row.file}: ${row.error.message} ${row.error.action}`);
    if (json) host.print(rowJson(row));
  }
  return { ...subject, rows };
}

/** The image library is loaded when a picture is to be changed, here as for the gallery, and not for every command. */
const changeBy =
  (variant: Variant): ChangeImage =>
  async (image) => {
    if (variantName(variant) === 'plain') return image;
    const { changeImage } = await import('../image/variants.ts');
    return changeImage(image, variant);
  };
