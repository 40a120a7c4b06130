/** Solving with a model that was trained to: asked as in its training, and read in the form that it learnt. */
import type { AskJob } from '../backends/backend.ts';
import { badInput } from '../errors.ts';
import type { Answer } from '../protocol.ts';
import type { GenerationConfig, SolveForm } from '../runtime/generation-config.ts';
import type { ImageProcessorConfig } from '../runtime/image-processor.ts';
import type { ChatMessage } from '../runtime/types.ts';
import { checkText, type Given } from '../solve/check.ts';
import { factValue, recompute } from '../solve/facts.ts';
import type { Listed } from '../solve/merge.ts';
import type { Fact, Solution } from '../solve/messages.ts';
import { spellQuestion, type SpelledQuestion } from '../solve/question.ts';
import { retell, type Context } from '../solve/retell.ts';
import { toldWay, wayDerived, waySteps } from '../solve/ways.ts';
import { itemsOf, toldDerived, toldFacts, toldRefusal, withoutFacts } from '../solve/told.ts';

const parting = '\n\n';

/** The job as the model's form has it; as it was for every other task and model. */
export function inForm(job: AskJob, form: SolveForm | undefined): AskJob {
  if (form === undefined) return job;
  const mode = job.mode === 'auto' ? form.auto : job.mode;
  return { ...job, mode, maxTokens: job.maxTokens ?? form.maxTokens };
}

export const formOf = (
  { solve }: Pick<GenerationConfig, 'solve'>,
  { task }: Pick<AskJob, 'task'>,
): SolveForm | undefined => (task === 'solve' ? solve : undefined);

/** `question` is plain text already. */
export const formPrompt = (form: SolveForm, question: string): ChatMessage[] => [
  { role: 'user', content: form.prompt.replace('{question}', () => question) },
];

/** Figures as training showed them: not larger, and with letters of its sizes. */
export function formProcessor(
  processor: ImageProcessorConfig,
  form: SolveForm | undefined,
): ImageProcessorConfig {
  if (form === undefined) return processor;
  const most = Math.min(processor.max_num_patches, form.maxPatches);
  if (processor.image_processor_type !== 'MarginaliaImageProcessor')
    return { ...processor, max_num_patches: most };
  const [least, largest] = form.xHeightRange;
  return {
    ...{ ...processor, max_num_patches: most, figure: true },
    ...{ x_height: form.xHeight, x_height_range: [least, largest] },
  };
}

/** @throws MarginaliaError `bad-input` for what training never showed: no question, more than one picture */
export function trainedQuestion({
  question,
  images,
}: Pick<AskJob, 'question' | 'images'>): SpelledQuestion {
  const larger = 'or use a larger model (--model) or a server (--server).';
  if (images.length !== 1)
    throw badInput(
      `This model solves a problem from one picture; ${images.length} were given.`,
      `Give the picture that holds the problem, ${larger}`,
    );
  const spelled = spellQuestion(question);
  if (spelled.text !== '') return spelled;
  if (spelled.dropped === '')
    throw badInput('The question is empty.', 'Write what is asked, such as "What is the period?".');
  throw badInput(
    `This model cannot read the question: it knows none of ${spelled.dropped.slice(0, 20)}.`,
    `Ask in English, ${larger}`,
  );
}

/** What was left out of the question. */
export const droppedNotice = (dropped: string): string =>
  `The model cannot read these characters of the question; they were left out: ${dropped.slice(0, 100)}`;

/** Facts, steps and answer of what a trained model wrote. Pure. */
export function trainedSolution(
  written: Answer,
  calculations: Solution['calculations'] = [],
  listed: readonly Listed[] = [],
): Solution {
  const { stopReason, thoughtCut, tokens, millis, device, model } = written;
  const [thought, answer] = [tight(written.thought), tight(written.answer)];
  const refused = toldRefusal(answer);
  const facts = toldFacts(
    thought,
    listed.map(({ places }) => places),
  );
  const angles = new Set(facts.flatMap(({ unit, value }) => (unit === '°' ? [value] : [])));
  const context: Context = { angles, results: new Map() };
  const formulas = withoutFacts(thought).replace(toldWay, (way) => ' '.repeat(way.length));
  const [ofThought, ofAnswer] = [retell(formulas, context), retell(answer, context)];
  // The answer is checked with all that the thought found.
  const whole = `${ofThought.text}${parting}${ofAnswer.text}`;
  const answerFrom = ofThought.text.length + parting.length;
  const listedTexts = new Set(itemsOf(thought).map(({ item }) => item.trim()));
  // A fact that is told again before it is used is no step.
  const told = checkText(whole, givenOf(facts)).filter(
    ({ mark, left, relation, right }) =>
      mark !== 'unchecked' || !listedTexts.has(`$${left}${relation}${right}$`),
  );
  const steps = told.map((step) => {
    const inAnswer = step.start >= answerFrom;
    const retold = inAnswer ? ofAnswer : ofThought;
    const from = inAnswer ? answerFrom : 0;
    return {
      ...step,
      ...{
        start: retold.place(step.start - from, false),
        end: retold.place(step.end - from, true),
      },
      part: inAnswer ? ('answer' as const) : ('thought' as const),
    };
  });
  const derived = [...toldDerived(whole, facts), ...wayDerived(thought)];
  return {
    ...{ thought, answer, facts, derived },
    steps: [...steps, ...waySteps(thought, facts)].toSorted((a, b) => a.part.localeCompare(b.part)),
    calculations: [...calculations],
    final: refused === null ? answer.trim() : '',
    finalSymbol: refused === null ? finalSymbol(answer, facts, derived) : null,
    refused,
    confidence: written.confidence ?? null,
    ...{ stopReason, thoughtCut, tokens, millis, device, model },
  };
}

/** Commands end with a blank in the vocabulary; before a dollar sign it would keep formulas from being seen. */
const tight = (text: string): string => text.replace(/(\\[A-Za-z]+) (?=[^A-Za-z])/g, '$1');

const givenOf = (facts: readonly Fact[]): Given[] =>
  facts.flatMap((fact) => {
    const value = factValue(fact);
    const words = `${fact.symbol} = ${`${fact.value} ${fact.unit}`.trim()}`;
    return value === null ? [] : [{ symbol: fact.symbol, value, words }];
  });

/** The quantity that the answer gives: by its name, else the last one, if that is its value. */
function finalSymbol(
  answer: string,
  facts: readonly Fact[],
  derived: Solution['derived'],
): string | null {
  const written = /^\s*\$([^$=]+)=/.exec(answer)?.[1]?.trim();
  if (written !== undefined) return derived.find((d) => d.written === written)?.symbol ?? null;
  const value = /^\s*\$?(-?[\d.]+)/.exec(answer)?.[1];
  const last = recompute(facts, derived).at(-1);
  const same = value !== undefined && Number.parseFloat(last?.value ?? '') === Number(value);
  return same ? last!.symbol : null;
}
