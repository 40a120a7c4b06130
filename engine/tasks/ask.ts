/** Asking the model on this machine: images and a question in, thought and answer streamed apart. */
import type { AskJob } from '../backends/backend.ts';
import { badInput, cancelled, MarginaliaError } from '../errors.ts';
import { prepareImage } from '../image/prepare.ts';
import type { Answer, Said } from '../protocol.ts';
import { readingConfidence, type Signs } from '../runtime/calibration.ts';
import type { SolveForm } from '../runtime/generation-config.ts';
import type { FusionModel } from '../runtime/model.ts';
import type { ChatMessage, Frame, PatchedImage } from '../runtime/types.ts';
import { CopyRule } from '../solve/copying.ts';
import { mayConnect } from '../solve/networks.ts';
import { placeIds, PlaceReader } from '../solve/places.ts';
import { askSettings } from './ask-settings.ts';
import { ThoughtSplitter } from './thought.ts';
import { formOf, formProcessor, formPrompt, inForm } from './trained.ts';

/**
 * A thought that the limit ends is closed, and the rest of the tokens goes to the answer.
 * @throws MarginaliaError `model-cannot-answer`, `bad-input`, bad images, `prompt-too-long`, `cancelled`
 */
export async function askModel(model: FusionModel, asked: AskJob): Promise<Answer> {
  const { tasks } = model.generation;
  const form = formOf(model.generation, asked);
  const job = inForm(asked, form);
  if (tasks !== undefined && !tasks.some((task) => task === 'ask' || task === job.task))
    throw cannotAnswer(model.info.name);
  if (job.question.trim() === '') throw badInput('The question is empty.', 'Write one.');
  const start = performance.now();
  const images: PatchedImage[] = [];
  const processor = formProcessor(model.imageProcessor, form);
  for (const image of job.images) {
    if (job.signal.aborted) throw cancelled();
    const prepared = await prepareImage(image, processor, model.grid);
    const usual = form === undefined || job.zoom === undefined;
    images.push(usual ? prepared.patches : prepared.zoomed(job.zoom));
  }
  const { mode, signal } = job;
  const splitter = new ThoughtSplitter(job.onDelta, mode === 'think');
  const settings = askSettings(model, job);
  const prompt =
    form === undefined ? conversationOf(job) : formPrompt(form, plainText(job.question));
  const interject = job.interjector && ((text: string) => job.interjector?.push(text));
  const frame = images[0]?.frame;
  const reader =
    form?.places === undefined || frame === undefined
      ? undefined
      : new PlaceReader(form.places, frame);
  let [tokens, thoughtCut, text] = [0, false, ''];
  const rule = new CopyRule(job.question);
  const allows = (id: number, next: string): boolean =>
    reader?.tells(id) === true
      ? reader.allows(id, text)
      : rule.allows(text, next, reader?.isPlaced(text)) &&
        mayConnect(text, next, reader?.places ?? []);
  const generation = model.generate({
    ...{ images, prompt, mode, signal, interject, ...settings },
    // Other models copy in forms of their own.
    ...(form === undefined ? {} : { allows, begun: begunOf(job, form, frame) }),
  });
  const probabilities: number[] = [];
  for (;;) {
    const step = await generation.next();
    if (step.done !== true) {
      tokens++;
      thoughtCut ||= step.value.forced === true;
      // Which of two neighboring steps a place lies in says nothing of how right it is.
      if (reader?.hear(step.value.id, text) === true) continue;
      text = (text + step.value.text).trimStart();
      if (step.value.interjected !== true && step.value.forced !== true)
        probabilities.push(step.value.probability);
      splitter.push(step.value.text);
      continue;
    }
    const { stopReason, promptTokens } = step.value;
    if (stopReason === 'cancelled') throw cancelled();
    const { thought, answer, open } = splitter.end();
    thoughtCut ||= open && stopReason === 'length';
    const signs: Signs = { probabilities, disagreement: 0, sound: true };
    job.onSigns?.(signs, model.calibration);
    if (reader !== undefined) job.onPlaces?.(reader.places);
    // What is calibrated is a solution: of other answers nobody has measured what they are worth.
    const confidence = readingConfidence(signs, form === undefined ? null : model.calibration);
    return {
      ...{ confidence, thought, answer, stopReason, thoughtCut, promptTokens, tokens },
      millis: performance.now() - start,
      ...{ device: model.info.device, model: model.info.name },
    };
  }
}

/**
 * The messages as the model's template takes them.
 * @throws MarginaliaError `bad-input` where the history shows more images than were given
 */
export function conversationOf({
  history = [],
  images,
  question,
}: Pick<AskJob, 'history' | 'images' | 'question'>): ChatMessage[] {
  const left = images.length - shownBefore(history);
  if (left < 0) throw badInput('The conversation shows more images than were given.', 'Give all.');
  return [
    ...history.map(({ role, text, images: shown }) => ({
      // What a tool gave back to another model is read like a person's words.
      role: role === 'tool' ? ('user' as const) : role,
      content: promptOf(text, shown),
    })),
    { role: 'user', content: promptOf(question, left) },
  ];
}

const shownBefore = (history: readonly Said[]): number =>
  history.reduce((sum, { images }) => sum + images, 0);

/** The images come first, as in training; what would pass for a mark of the template is taken apart. */
export function promptOf(question: string, images: number): string {
  return '<image>\n'.repeat(images) + plainText(question).trim();
}

const plainText = (question: string): string =>
  question.replace(/<(?=\||\/?think>|nothink>|image>)/gi, '< ');

const cannotAnswer = (name: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-cannot-answer',
    message: `The model "${name}" reads formulas; it was not trained to answer questions.`,
    action:
      'Use a larger model such as Phi-4-reasoning-vision-15B (--model DIR), or a server: ' +
      '"Use a Server…" in the editor, --server URL on the command line.',
  });

/** Places as the tokens that tell them; left out of what a model without such tokens is given. */
const begunOf = (
  { begun }: Pick<AskJob, 'begun'>,
  { places }: SolveForm,
  frame: Frame | undefined,
): (string | number)[] | undefined =>
  begun?.flatMap((part): (string | number)[] => {
    if (typeof part === 'string') return [part];
    return places === undefined || frame === undefined ? [] : placeIds(part, places, frame);
  });
