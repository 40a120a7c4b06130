/** Tools over PDF files: the outline, a page as Markdown, passages, and answers that cite. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import * as v from 'valibot';
import { joinBlocks } from '../../document/markdown.ts';
import {
  quotingNote,
  toldAnswer,
  toldOutline,
  toldPage,
  toldPassages,
} from '../../document/toolAnswers.ts';
import type { PdfFiles } from './pdfFiles.ts';
import { checkedArguments, readsOnly, type ServedTool } from './tool.ts';

const file = {
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  password: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
};
const fileProperties = {
  path: { type: 'string', description: 'Absolute path of a PDF file on this machine.' },
  password: { type: 'string', description: 'Password of an encrypted PDF.' },
};
const pageNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000));

const schemas = {
  outline: v.strictObject(file),
  page: v.strictObject({ ...file, page: pageNumber }),
  find: v.strictObject({
    ...{ ...file, query: text },
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50))),
  }),
  ask: v.strictObject({
    ...{ ...file, question: text, page: v.optional(pageNumber) },
    quote: v.optional(v.boolean()),
  }),
};

export function pdfTools(files: PdfFiles): ServedTool[] {
  return [
    served(
      'pdf_outline',
      'Outline of a PDF',
      'Tells what a PDF holds: its title, how many pages it has, the labels printed on them, and its outline ' +
        'with the page of each entry. Call it first to find your way in a long document.',
      schemas.outline,
      {},
      async (given) => {
        const told = await files.use(given, (_, opened) => Promise.resolve(toldOutline(opened)));
        return answer(JSON.stringify(told), told);
      },
    ),
    served(
      'pdf_page_markdown',
      'A page of a PDF as Markdown',
      'Reads one page of a PDF as Markdown: text in reading order with headings, lists, tables and footnotes, ' +
        'formulas as LaTeX between dollar signs. A page with many formulas takes some seconds.',
      schemas.page,
      { page: { type: 'integer', minimum: 1, description: 'Number of the page, from 1.' } },
      async (given, signal) => {
        const { page } = given;
        const told = await files.use(given, async (client, { document }) => {
          const made = await client.documentPage(document, page, { signal });
          return toldPage(page, joinBlocks(made.blocks), made);
        });
        return answer([told.note, told.markdown].filter(Boolean).join('\n\n'), told);
      },
    ),
    served(
      'pdf_find',
      'Find passages in a PDF',
      'Finds the passages of a PDF that fit some words best, each with its page, the section it stands in and ' +
        'its rectangles on the page (points, origin top left). It searches by words, not by meaning.',
      schemas.find,
      {
        query: { type: 'string', description: 'Words to look for.' },
        limit: { type: 'integer', minimum: 1, maximum: 50, description: 'Passages at most; 8.' },
      },
      async (given, signal) => {
        const { query, limit = 8 } = given;
        const found = await files.use(given, (client, { document }) =>
          client.findInDocument(document, query, { limit, signal }),
        );
        const told = toldPassages(found);
        return answer(JSON.stringify(told), told);
      },
    ),
    served(
      'pdf_ask',
      'Ask a PDF',
      'Answers a question about a PDF from its own passages and cites them as [n], with page and rectangles. ' +
        'Where the model in use writes no answers, the best passages are quoted instead, and "quoted" is true.',
      schemas.ask,
      {
        question: { type: 'string', description: 'The question, in the language of the document.' },
        page: { type: 'integer', minimum: 1, description: 'The page that the question is about.' },
        quote: { type: 'boolean', description: 'Quote passages, whatever the model can do.' },
      },
      async (given, signal) => {
        const { question, page, quote } = given;
        const place = page === undefined ? {} : { place: { page, quote: '' } };
        const made = await files.use(given, (client, { document }) =>
          client.askDocument(
            {
              ...{ document, question, history: [], mode: 'auto', ...place },
              by: quote === true ? 'quotes' : 'model',
            },
            { signal },
          ),
        );
        const told = toldAnswer(made);
        const sources = told.citations.map(
          ({ number, page: at, label }) => `[${number}] page ${label ?? at}`,
        );
        const end = told.quoted ? [quotingNote] : sources;
        return answer([told.answer, end.join('\n')].filter(Boolean).join('\n\n'), told);
      },
    ),
  ];
}

function served<S extends v.GenericSchema>(
  name: string,
  title: string,
  description: string,
  schema: S & { readonly entries: Record<string, { readonly type: string }> },
  properties: Record<string, object>,
  call: (given: v.InferOutput<S>, signal: AbortSignal) => Promise<CallToolResult>,
): ServedTool {
  const { entries } = schema;
  const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
  const tool: Tool = {
    ...{ name, title, description, annotations: readsOnly },
    inputSchema: {
      type: 'object',
      properties: { ...fileProperties, ...properties },
      ...{ required, additionalProperties: false },
    },
  };
  const action = `Give ${required.join(', ')}, and only what the tool knows.`;
  return {
    tool,
    call: (given, signal) => call(checkedArguments(schema, given, action), signal),
  };
}

function answer(words: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: words }], structuredContent };
}
