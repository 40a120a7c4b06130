/** Markdown of quoted passages: their formulas are cut out of the page and read. */
import { meets } from '../../document/geometry.ts';
import { passagesOf, type Passage } from '../../document/passages.ts';
import { formulaWriter, type ReadFormula } from '../../document/passages/latex.ts';
import { isInputError } from '../errors.ts';
import type { Documents } from '../pdf/documents.ts';
import { asText } from './quoting.ts';

/** Formulas that are read for one answer: a page of nothing else must not take minutes. */
const MOST_FORMULAS = 32;
/** Pixels of an x-height that the model reads best, and its share of the letters' size. */
const X_HEIGHT_PIXELS = 12;
const X_HEIGHT = 0.43;

export interface FormulaServices {
  readonly documents: Pick<Documents, 'text' | 'draft' | 'formulas'>;
  /** LaTeX of a picture. */
  readonly read: (picture: Uint8Array, signal: AbortSignal) => Promise<string>;
}

/** @throws MarginaliaError `pdf-…`, `cancelled`, and what keeps the engine from reading at all */
export async function passageTexts(
  services: FormulaServices,
  document: number,
  passages: readonly Passage[],
  signal: AbortSignal,
): Promise<string[]> {
  const texts = new Map<Passage, string>();
  let room = MOST_FORMULAS;
  for (const page of new Set(passages.map((passage) => passage.page))) {
    const wanted = passages.filter((passage) => passage.page === page);
    const formulas = await formulasOf(services, { document, page, wanted, room, signal });
    room -= formulas.length;
    const text = await services.documents.text(document, page, signal);
    const rewritten = passagesOf(text, undefined, formulaWriter(formulas, asText)).passages;
    for (const passage of wanted) {
      const same = rewritten.find(
        ({ rectangles }) => JSON.stringify(rectangles) === JSON.stringify(passage.rectangles),
      );
      if (same !== undefined) texts.set(passage, same.text);
    }
  }
  return passages.map((passage) => texts.get(passage) ?? asText(passage.text));
}

interface Wanted {
  readonly document: number;
  readonly page: number;
  readonly wanted: readonly Passage[];
  readonly room: number;
  readonly signal: AbortSignal;
}

async function formulasOf(
  { documents, read }: FormulaServices,
  { document, page, wanted, room, signal }: Wanted,
): Promise<ReadFormula[]> {
  const draft = await documents.draft(document, page, signal);
  const inside = draft.formulas.filter(({ rectangle }) =>
    wanted.some(({ rectangles }) => rectangles.some((box) => meets(box, rectangle))),
  );
  const known = inside.flatMap(({ rectangle, exact }) =>
    exact === null ? [] : [{ rectangle, latex: exact }],
  );
  const unread = inside.filter(({ exact }) => exact === null).slice(0, Math.max(0, room));
  const boxes = unread.map(({ rectangle }) => rectangle);
  const scale = X_HEIGHT_PIXELS / (X_HEIGHT * draft.bodySize);
  const pictures =
    boxes.length === 0 ? [] : await documents.formulas(document, page, boxes, scale, signal);
  const formulas: ReadFormula[] = [...known];
  for (const [i, picture] of pictures.entries()) {
    try {
      formulas.push({ rectangle: unread[i]!.rectangle, latex: await read(picture, signal) });
    } catch (error) {
      if (!isInputError(error)) throw error; // a spot that is no formula stays as its letters are
    }
  }
  return formulas.filter(({ latex }) => latex.trim() !== '' && !latex.includes('\n'));
}
