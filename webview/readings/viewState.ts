/** What a person has folded and searched for: kept by VS Code while the view is hidden. Pure. */
import * as v from 'valibot';

const schema = v.object({
  query: v.fallback(v.pipe(v.string(), v.maxLength(500)), ''),
  /** Cards that were folded or unfolded by hand, the latest last. */
  folds: v.fallback(v.array(v.tuple([v.string(), v.boolean()])), []),
});

export type ViewState = v.InferOutput<typeof schema>;

const mostFolds = 200;

export function parseViewState(raw: unknown): ViewState {
  const result = v.safeParse(schema, raw);
  return result.success ? result.output : { query: '', folds: [] };
}

export function withFold(state: ViewState, id: string, folded: boolean): ViewState {
  const others = state.folds.filter(([other]) => other !== id);
  return { ...state, folds: [...others, [id, folded] as [string, boolean]].slice(-mostFolds) };
}
