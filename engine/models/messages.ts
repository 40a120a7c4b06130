/**
 * What an installer process says, one JSON object a line on its standard output, and what it hears on
 * its standard input: the line `pause`. The end of its input means the same.
 */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.minValue(0));

const installEvent = v.variant('kind', [
  /** Something that a person may want to know: a phase begins, trust is placed, a retry is made. */
  v.object({ kind: v.literal('notice'), text: v.string() }),
  v.object({
    kind: v.literal('progress'),
    /** What is being worked on. */
    text: v.string(),
    /** Bytes. */
    done: count,
    total: count,
    perSecond: count,
    secondsLeft: v.optional(count),
  }),
  v.object({ kind: v.literal('installed'), id: v.string(), directory: v.string() }),
  v.object({
    kind: v.literal('error'),
    error: v.object({ code: v.string(), message: v.string(), action: v.string() }),
  }),
]);

export type InstallEvent = v.InferOutput<typeof installEvent>;
export type InstallProgress = Extract<InstallEvent, { kind: 'progress' }>;

const offered = v.object({
  id: v.string(),
  name: v.string(),
  summary: v.string(),
  license: v.string(),
  /** Folder of the installed model, or null. */
  directory: v.nullable(v.string()),
  /** 0 to 1 where an installation has begun and is not done, or null. */
  begun: v.nullable(count),
  downloadBytes: count,
  installedBytes: count,
  memoryBytes: count,
});

/** A model of the catalogue, or one that is installed. */
export type OfferedModel = v.InferOutput<typeof offered>;

/** Reads one line of an installer; undefined when it is not one. */
export function parseEvent(line: string): InstallEvent | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), installEvent), line);
  return parsed.success ? parsed.output : undefined;
}

/** Reads a line of `models list --json`; undefined when it is not one. */
export function parseOffered(line: string): OfferedModel | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), offered), line);
  return parsed.success ? parsed.output : undefined;
}
