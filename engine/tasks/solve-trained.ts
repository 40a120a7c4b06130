/** Solving with a model that was trained to solve: several looks at the picture, and lists of facts that are mended. */
import type { Ask, AskJob } from '../backends/backend.ts';
import { badInput } from '../errors.ts';
import { decodeImage } from '../image/decode.ts';
import { inkOnPaper } from '../image/ink.ts';
import type { Plane } from '../image/picture.ts';
import { AnswerWriter } from '../solve/answer-writer.ts';
import { Calculator } from '../solve/calculator.ts';
import { correctedListing, listingOf, type GivenFacts } from '../solve/given.ts';
import { isGrounded } from '../solve/grounded.ts';
import { mendedFacts } from '../solve/mend.ts';
import type { Solution } from '../solve/messages.ts';
import type { ToldPlace } from '../solve/places.ts';
import { listedFacts } from '../solve/told.ts';
import { interjectorOf } from './interjector.ts';
import { asksForMore, beginning, isDecided, mostAgreed, ZOOMS, type Look } from './looks.ts';
import type { SolveJob } from './solve.ts';
import { droppedNotice, trainedQuestion, trainedSolution } from './trained.ts';

type SolveBeginning = NonNullable<AskJob['begun']>;

/** So often the model is led to a place where something was left unread; a list of three sets takes the most. */
const mostGaps = 4;

/** The first look is heard as it is written; where it is not sure the picture is looked at in other sizes, and looks vote. */
export async function solveTrained(ask: Ask, { given, ...asked }: SolveJob): Promise<Solution> {
  const { text, dropped } = trainedQuestion(asked);
  // What is given is thought about.
  const job = given === undefined ? asked : { ...asked, mode: 'think' as const };
  const from = given === undefined ? undefined : givenListing(given);
  const start = performance.now();
  const write = async (zoom?: number, begun?: SolveBeginning): Promise<Look> => {
    // A trained model has learnt to read decimals alone.
    const already = begun?.filter((part) => typeof part === 'string').join('');
    const calculator = new Calculator(undefined, already);
    const interjector = interjectorOf(calculator, new AnswerWriter());
    let places: readonly ToldPlace[] = [];
    let told: Pick<Look, 'signs' | 'calibration'> = { signs: undefined, calibration: null };
    const answer = await ask({
      ...{ ...job, question: text, interjector, zoom, begun, task: 'solve' },
      onSigns: (signs, calibration) => (told = { signs, calibration }),
      onPlaces: (heard) => (places = heard),
      ...(zoom === undefined && begun === from ? {} : { onDelta: () => undefined }),
    });
    const listed = listedFacts(answer.thought, places);
    const solution = trainedSolution(answer, calculator.calculations, listed);
    const { signs, calibration } = told;
    const sound = signs?.sound === true && isGrounded(solution, text);
    return { zoom, listed, solution, signs: signs && { ...signs, sound }, calibration };
  };
  const ink = async (): Promise<Plane> => inkOnPaper(await decodeImage(job.images[0]!));
  const look = (zoom?: number): Promise<Look> =>
    job.mode === 'nothink' ? write(zoom) : mendedLook(text, ink, (begun) => write(zoom, begun));
  const first = from === undefined ? await look() : await write(undefined, from);
  const looks = [first];
  if (job.mode !== 'nothink' && from === undefined && asksForMore(first))
    for (const zoom of ZOOMS) {
      if (isDecided(looks)) break;
      looks.push(await look(zoom));
    }
  const begun = job.mode === 'nothink' ? null : beginning(looks);
  const { solution: agreed, signs } = mostAgreed(
    looks,
    begun === null
      ? undefined
      : await mendedLook(text, ink, (more) => write(undefined, more ?? begun)),
  );
  if (signs !== undefined) job.onSigns?.(signs, first.calibration);
  const solution = { ...agreed, millis: performance.now() - start };
  return dropped === '' ? solution : { ...solution, notice: droppedNotice(dropped) };
}

/**
 * A look whose list of facts is mended before it is solved from, with what was left unread read where it should be.
 * `write` has the model write with a beginning.
 */
export async function mendedLook(
  question: string,
  ink: () => Promise<Plane>,
  write: (begun?: SolveBeginning) => Promise<Look>,
): Promise<Look> {
  const first = await write();
  // What is refused may rest on a list that is mended; nothing is looked for in it.
  const refused = first.solution.refused !== null;
  let last = first;
  for (let left = refused ? 0 : mostGaps; ; left--) {
    const { facts, changed, gap } = await mendedFacts(question, last.listed, ink);
    const next = gap !== null && left > 0 ? await write(gap) : null;
    if (next !== null && next.listed.length > facts.length) {
      last = next;
      continue;
    }
    // Nothing more is there.
    if (changed) last = await write(listingOf(facts));
    break;
  }
  if (last === first) return first;
  // Of how surely the facts were read the first writing tells.
  const signs = first.signs && { ...first.signs, sound: last.signs?.sound === true };
  return { ...last, signs, solution: { ...last.solution, confidence: first.solution.confidence } };
}

function givenListing(given: GivenFacts): SolveBeginning {
  const listing = correctedListing(given);
  if (listing !== null) return listing;
  throw badInput(
    'This model cannot begin with these values.',
    'Write every value as a decimal number, or solve again from the picture.',
  );
}
