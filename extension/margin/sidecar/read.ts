/** The text of the file of threads as data, conflicts of a git merge among it settled. */
import { conflictSides, hasMarkers } from './conflicts.ts';
import { mergeSidecars } from './merge.ts';
import type { Sidecar } from './model.ts';
import { parseSidecar } from './parse.ts';

export interface ReadSidecar {
  readonly sidecar: Sidecar;
  /** `merged`: both sides of a conflict are in it. `unclear`: markers that do not fit stay as text. */
  readonly conflict: 'none' | 'merged' | 'unclear';
}

/** `name` is the PDF's file name. Never throws. */
export function readSidecar(text: string, name: string): ReadSidecar {
  const sides = conflictSides(text);
  if (sides === undefined)
    return {
      sidecar: parseSidecar(text, name),
      conflict: hasMarkers(text) ? 'unclear' : 'none',
    };
  const [ours, theirs] = [parseSidecar(sides.ours, name), parseSidecar(sides.theirs, name)];
  const base = sides.base === undefined ? undefined : parseSidecar(sides.base, name);
  return { sidecar: mergeSidecars(base, ours, theirs), conflict: 'merged' };
}
