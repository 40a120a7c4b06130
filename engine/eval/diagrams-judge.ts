/** A second opinion on steps that the checker verified: compute-engine reads their LaTeX and works both sides out. */
import { ComputeEngine } from '@cortex-js/compute-engine';
import type { SolutionStep } from '../solve/messages.ts';

let engine: ComputeEngine | undefined;

/** Whether a step of bare numbers holds to the digits that it prints; null for what is not of this form. */
export function judgeStep(step: Pick<SolutionStep, 'left' | 'right' | 'latex'>): boolean | null {
  if (!step.latex) return null;
  const [left, right] = [valueOf(step.left), valueOf(step.right)];
  if (left === null || right === null) return null;
  const printed = /^-?\d+(?:\.(\d+))?(?![\d.])/.exec(step.right.trim());
  const one = step.right.includes('\\circ') ? Math.PI / 180 : 1;
  const half = printed === null ? 0 : 0.5 * one * 10 ** -(printed[1]?.length ?? 0);
  return Math.abs(left - right) <= half + 1e-9 * Math.max(Math.abs(left), Math.abs(right));
}

function valueOf(latex: string): number | null {
  // Units stand behind whole calculations in this form; degrees are taken as such.
  const bare = latex
    .replace(/\\,\s*\\text\{[^}]*\}/g, '')
    .replace(/\\%/g, '')
    .replace(/(\d+(?:\.\d+)?)\^\{?\\circ\s*\}?/g, '($1\\cdot\\frac{\\pi}{180})');
  if (
    /[A-Za-z]/.test(
      bare
        .replace(/\\(?:pi|sqrt|frac|cdot|sin|cos|tan|arctan|left|right)\b/g, '')
        .replace(/e\^/g, ''),
    )
  )
    return null;
  engine ??= new ComputeEngine();
  const value = engine.parse(bare).N().re;
  return Number.isFinite(value) ? value : null;
}
