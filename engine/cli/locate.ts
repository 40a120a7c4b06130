/** `locate`: where in an image something is; one box a line, in 0..1 of the image's width and height. */
import { parseArgs } from 'node:util';
import type { EngineClient } from '../client.ts';
import { badInput, isInputError } from '../errors.ts';
import { locatedBoxes, locateQuestion } from '../tasks/locate.ts';
import { imageBytes } from './images.ts';
import { out } from './output.ts';

export const locateUsage = 'locate IMAGE "WHAT" [--json]';

export interface LocateArguments {
  image: string;
  what: string;
  json: boolean;
}

/** @throws MarginaliaError `bad-input` with the usage when the words do not fit */
export function parseLocateArguments(words: readonly string[]): LocateArguments {
  const usage = `Usage: ${locateUsage}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [image, ...rest] = positionals;
    const what = rest.join(' ').trim();
    if (image === undefined || what === '')
      throw badInput('locate needs an image and what to look for.', usage);
    return { image, what, json: values.json ?? false };
  } catch (error) {
    if (isInputError(error)) throw error;
    throw badInput(error instanceof Error ? error.message : String(error), usage, error);
  }
}

/** Without thought, as the model was trained to point. Prints `x1 y1 x2 y2`, or one object. */
export async function locateCommand(
  { image, what, json }: LocateArguments,
  client: Pick<EngineClient, 'ask'>,
  signal: AbortSignal,
): Promise<0> {
  const images = [await imageBytes(image)];
  const options = { images, mode: 'nothink', temperature: 0, signal } as const;
  const { answer, model, device, millis } = await client.ask(locateQuestion(what), options);
  const boxes = locatedBoxes(answer);
  if (json) out(JSON.stringify({ image, what, boxes, answer, millis, device, model }));
  else for (const box of boxes) out(box.map((value) => value.toFixed(4)).join(' '));
  return 0;
}
