/** Requests about a PDF: a question, passages, a page. */
import * as vscode from 'vscode';
import { joinBlocks } from '../../document/markdown.ts';
import { toldPage } from '../../document/toolAnswers.ts';
import { safeMarkdown } from '../features/askMarkdown.ts';
import { escapeLine } from '../margin/sidecar/text.ts';
import { Answering, ourMarkdown, remarksOf, sayQuoted, sourcesOf } from './answering.ts';
import { exchangesAbout, rememberAnswer } from './conversation.ts';
import { passageLink } from './places.ts';
import { badRequest, nameOf, type Services, type Turn } from './turn.ts';

const MOST_FOUND = 8;

/** `image`: what the question is about, beside the document. */
export async function askPdf(
  { askers, places }: Services,
  { request, before, stream, signal }: Turn,
  pdf: vscode.Uri,
  image: Uint8Array | undefined,
): Promise<vscode.ChatResult> {
  const name = nameOf(pdf);
  stream.progress(vscode.l10n.t('Looking through {0}…', name));
  stream.reference(pdf);
  const asker = await askers.of(pdf);
  const id = places.begin();
  const answering = new Answering(stream, id);
  const question = {
    ...{ question: request.prompt, mode: 'auto' as const, history: exchangesAbout(pdf, before) },
    ...(image === undefined ? {} : { image }),
  };
  let done;
  try {
    const onDelta = answering.hear.bind(answering);
    done = await asker.ask(question, 'use', { signal, onDelta });
  } finally {
    answering.end();
  }
  const { citations, quoted } = done;
  await places.remember(id, pdf, citations);
  if (quoted) sayQuoted(stream, name, done, !before.some((one) => one.quoted));
  else if (citations.length > 0)
    stream.markdown(
      ourMarkdown(
        `\n\n${vscode.l10n.t('From {0}:', escapeLine(name))}\n\n${sourcesOf(id, citations)}`,
      ),
    );
  stream.markdown(ourMarkdown(remarksOf(done)));
  const pages = [...new Set(citations.map(({ page }) => page))].slice(0, 3);
  const document = pdf.toString();
  const kept = { document, question: request.prompt, answer: done.answer, quoted, pages };
  return { metadata: rememberAnswer(kept) };
}

export async function findPassages(
  { askers, places }: Services,
  { request, stream, signal }: Turn,
  pdf: vscode.Uri,
): Promise<vscode.ChatResult> {
  stream.progress(vscode.l10n.t('Looking through {0}…', nameOf(pdf)));
  stream.reference(pdf);
  const asker = await askers.of(pdf);
  const found = await asker.find(request.prompt, { limit: MOST_FOUND, signal });
  const id = places.begin();
  const passages = found.map((passage, at) => ({ ...passage, number: at + 1 }));
  await places.remember(id, pdf, passages);
  const items = passages.map(({ number, page, label, heading, text }) => {
    const where = vscode.l10n.t('Page {0}', label ?? String(page));
    const head = passageLink(id, number, escapeLine(where));
    return `${head}${heading === '' ? '' : ` · ${escapeLine(heading)}`}\n\n> ${escapeLine(text)}`;
  });
  const none = vscode.l10n.t('Nothing in {0} fits these words.', escapeLine(nameOf(pdf)));
  stream.markdown(ourMarkdown(items.length === 0 ? none : items.join('\n\n')));
  return {};
}

export async function showPage(
  { askers, pdf: editors }: Services,
  { request, stream, signal }: Turn,
  pdf: vscode.Uri,
): Promise<vscode.ChatResult> {
  const asker = await askers.of(pdf);
  const { pageCount, labels } = await asker.details();
  const shown = editors.all.find(({ uri }) => uri.toString() === pdf.toString())?.place?.page;
  const page = pageNumber(request.prompt, labels) ?? shown ?? 1;
  if (page > pageCount) throw noPage(page, pageCount);
  stream.progress(vscode.l10n.t('Reading page {0} of {1}…', page, nameOf(pdf)));
  stream.reference(pdf);
  const made = await asker.page(page, signal);
  const { markdown, note } = toldPage(page, joinBlocks(made.blocks), made);
  stream.markdown(safeMarkdown(markdown === '' ? vscode.l10n.t('The page is empty.') : markdown));
  if (note !== undefined) stream.markdown(`\n\n*${escapeLine(note)}*`);
  return {};
}

/** A page's own label counts before its number, as in the reader. */
function pageNumber(prompt: string, labels: readonly string[] | null): number | undefined {
  const word = /[\p{L}\p{N}.-]+\s*$/u.exec(prompt.replace(/\S+\.pdf\b/gi, ''))?.[0].trim();
  if (word === undefined) return undefined;
  const labeled = labels?.indexOf(word) ?? -1;
  if (labeled >= 0) return labeled + 1;
  return /^[1-9]\d{0,6}$/.test(word) ? Number(word) : undefined;
}

const noPage = (page: number, count: number): Error =>
  badRequest(
    vscode.l10n.t('There is no page {0}.', page),
    vscode.l10n.t('The document has {0} pages.', count),
  );
