/** Requests about attached images: a question, reading them as LaTeX, solving a problem. */
import * as vscode from 'vscode';
import { MarginaliaError } from '../../engine/errors.ts';
import { safeMarkdown } from '../features/askMarkdown.ts';
import { checkSummary } from '../features/checkMarks.ts';
import { escapeLine } from '../margin/sidecar/text.ts';
import { Answering, ourMarkdown, remarksOf } from './answering.ts';
import type { AttachedImage } from './images.ts';
import type { Services, Turn } from './turn.ts';

/** Where no model answers, the images are read, and the reason is told. */
export async function askImages(
  services: Services,
  turn: Turn,
  images: readonly AttachedImage[],
): Promise<vscode.ChatResult> {
  const { request, stream, signal } = turn;
  if (request.prompt.trim() === '') return await readImages(services, turn, images);
  const answering = new Answering(stream);
  try {
    const done = await services.asker.ask(request.prompt, {
      ...{ images: images.map(({ bytes }) => bytes), mode: 'auto', signal },
      onDelta: (delta) => answering.hear(delta),
    });
    answering.end();
    const checked = checkSummary(done.checks ?? []);
    if (checked !== '') stream.markdown(ourMarkdown(`\n\n${safeMarkdown(checked)}`));
    stream.markdown(ourMarkdown(remarksOf(done)));
    return {};
  } catch (error) {
    answering.end();
    if (!(error instanceof MarginaliaError) || error.code !== 'model-cannot-answer') throw error;
    await readImages(services, turn, images);
    const { message, action } = error;
    stream.markdown(ourMarkdown(`\n\n*${escapeLine(`${message} ${action}`)}*`));
    return {};
  }
}

export async function readImages(
  { engine }: Services,
  { stream, signal }: Turn,
  images: readonly AttachedImage[],
): Promise<vscode.ChatResult> {
  for (const { name, bytes } of images) {
    stream.progress(vscode.l10n.t('Reading {0}…', name));
    const options = { signal, name, onToken: () => undefined };
    const { latex, confidence } = await engine.read(bytes, options);
    const sure = vscode.l10n.t('{0} % sure', Math.round(confidence * 100));
    const head = [name, ...(confidence > 0 ? [sure] : [])].map(escapeLine).join(' · ');
    stream.markdown(ourMarkdown(`**${head}**\n\n$$\n${latex}\n$$\n\n${fenced(latex)}\n\n`));
  }
  return {};
}

export async function solveImages(
  { asker }: Services,
  { request, stream, signal }: Turn,
  images: readonly AttachedImage[],
): Promise<vscode.ChatResult> {
  const answering = new Answering(stream);
  let done;
  try {
    done = await asker.using((client) =>
      client.solve(request.prompt, {
        ...{ images: images.map(({ bytes }) => bytes), signal },
        onDelta: (delta) => answering.hear(delta),
      }),
    );
  } finally {
    answering.end();
  }
  const checked = checkSummary(done.steps.filter(({ part }) => part === 'answer'));
  if (done.refused !== null) stream.markdown(ourMarkdown(`\n\n${escapeLine(done.refused)}`));
  if (checked !== '') stream.markdown(ourMarkdown(`\n\n${safeMarkdown(checked)}`));
  stream.markdown(ourMarkdown(remarksOf(done)));
  return {};
}

const fenced = (latex: string): string => `\`\`\`latex\n${latex.replaceAll('```', '')}\n\`\`\``;
