/** Figures over problems with pictures, family by family. Pure. */
import { calibrationError } from './calibration.ts';
import { bootstrap, mean, quantile, type Estimate } from './bootstrap.ts';
import type { DiagramMode, DiagramRow } from './diagrams-score.ts';

export interface FamilySummary {
  readonly family: string;
  readonly n: number;
  readonly right: Estimate | null;
  /** Null in nothink mode, where no facts are listed, and where pictures hold none. */
  readonly facts: Estimate | null;
  readonly refused: Estimate | null;
  readonly seconds: number | null;
}

export interface DiagramSummary {
  readonly mode: DiagramMode;
  readonly families: readonly FamilySummary[];
  /** Means of the families' figures: each counts the same. */
  readonly mean: { readonly right: number; readonly facts: number | null } | null;
  readonly worst: { readonly family: string; readonly right: number } | null;
  readonly inFamilyRefused: Estimate | null;
  readonly refused: Readonly<Record<'other' | 'missing' | 'contradicted', Estimate | null>>;
  readonly medianSeconds: Estimate | null;
  readonly steps: {
    readonly verified: number;
    readonly judged: number;
    readonly false: number;
    readonly refuted: number;
  };
  /** Mean confidence of right and of wrong answers. */
  readonly confidence: { readonly right: number | null; readonly wrong: number | null };
  /** How the answers that are given with a confidence of at least a half, and under it, turn out; and how far it is off. */
  readonly trusted: Estimate | null;
  readonly doubted: Estimate | null;
  readonly calibrationError: number | null;
  readonly errors: number;
}

const share = (rows: readonly DiagramRow[], is: (row: DiagramRow) => boolean): Estimate | null =>
  bootstrap(
    rows.map((row) => Number(is(row))),
    mean,
  );

export function summarizeDiagrams(rows: readonly DiagramRow[], mode: DiagramMode): DiagramSummary {
  const own = rows.filter((row) => row.mode === mode);
  const inFamily = own.filter(({ kind }) => kind === 'family');
  const names = [...new Set(inFamily.map(({ family }) => family))];
  const families = names.map((family) =>
    familyOf(
      family,
      inFamily.filter((row) => row.family === family),
    ),
  );
  const rights = families.map(({ family, right }) => ({ family, right: right?.value ?? 0 }));
  const facts = families.flatMap((each) => (each.facts === null ? [] : [each.facts.value]));
  const of = (kind: DiagramRow['kind']): Estimate | null =>
    share(
      own.filter((row) => row.kind === kind),
      ({ refused }) => refused,
    );
  const sum = (count: (row: DiagramRow) => number): number =>
    own.reduce((total, row) => total + count(row), 0);
  const sure = (right: boolean): number | null => {
    const values = inFamily.flatMap((row) =>
      row.right === right && row.confidence !== null ? [row.confidence] : [],
    );
    return values.length === 0 ? null : mean(values);
  };
  const told = inFamily.flatMap(({ refused, right, confidence }) =>
    refused || confidence === null ? [] : [{ right, confidence }],
  );
  const turnsOut = (is: (confidence: number) => boolean): Estimate | null =>
    bootstrap(
      told.filter(({ confidence }) => is(confidence)).map(({ right }) => Number(right)),
      mean,
    );
  return {
    mode,
    families,
    mean:
      rights.length === 0
        ? null
        : {
            right: mean(rights.map(({ right }) => right)),
            facts: facts.length === 0 ? null : mean(facts),
          },
    worst: rights.toSorted((a, b) => a.right - b.right)[0] ?? null,
    inFamilyRefused: share(inFamily, ({ refused }) => refused),
    refused: { other: of('other'), missing: of('missing'), contradicted: of('contradicted') },
    medianSeconds: bootstrap(secondsOf(own), (sample) => quantile(sample, 0.5)),
    steps: {
      ...{ verified: sum((row) => row.verified), judged: sum((row) => row.judged) },
      ...{ false: sum((row) => row.falseSteps.length), refuted: sum((row) => row.refuted) },
    },
    confidence: { right: sure(true), wrong: sure(false) },
    trusted: turnsOut((confidence) => confidence >= 0.5),
    doubted: turnsOut((confidence) => confidence < 0.5),
    calibrationError: told.length === 0 ? null : calibrationError(told),
    errors: own.filter(({ error }) => error !== null).length,
  };
}

const secondsOf = (rows: readonly DiagramRow[]): number[] =>
  rows.filter(({ error }) => error === null).map(({ millis }) => millis / 1000);

function familyOf(family: string, rows: readonly DiagramRow[]): FamilySummary {
  const seconds = secondsOf(rows);
  return {
    ...{ family, n: rows.length },
    right: share(rows, ({ right }) => right),
    facts: bootstrap(
      rows.flatMap(({ facts }) => (facts === null ? [] : [facts])),
      (sample) =>
        sample.reduce((sum, { read }) => sum + read, 0) /
        sample.reduce((sum, { of }) => sum + of, 0),
    ),
    refused: share(rows, ({ refused }) => refused),
    seconds: seconds.length === 0 ? null : quantile(seconds, 0.5),
  };
}
