/** Units as they stand after a number: `N/m`, `kg·m/s²`, `m s^-2`. Pure. */
import type { Expression } from './expression.ts';
import { product } from './expression.ts';
import { unitNamed } from './units.ts';

/** Null when a part of the text is no unit. The second slash of a/b/c, and a/b c, are nobody's. */
export function unitFromText(text: string): Expression | null {
  const trimmed = text.trim().replace(/^[,\s]+/, '');
  if (trimmed === '' || trimmed.length > 40) return null;
  const [over = '', under, ...more] = trimmed.split('/');
  if (more.length > 0) return null;
  const top = /^1?$/.test(over.trim()) ? undefined : productOfUnits(over);
  if (top === null) return null;
  if (under === undefined) return top ?? null;
  const bracketed = /^\s*\((.*)\)\s*$/.exec(under);
  const bottom = productOfUnits(bracketed?.[1] ?? under);
  if (bottom === null) return null;
  if (bottom.kind === 'product' && bracketed === null) return null;
  return { kind: 'quotient', over: top ?? { kind: 'number', text: '1' }, under: bottom };
}

function productOfUnits(text: string): Expression | null {
  const factors: Expression[] = [];
  for (const name of text.trim().split(/[\s·⋅*]+/)) {
    const factor = power(name);
    if (factor === null) return null;
    factors.push(factor);
  }
  return product(factors);
}

const superscripts: Readonly<Record<string, string>> = { '⁻': '-', '¹': '1', '²': '2', '³': '3' };

function power(text: string): Expression | null {
  const plain = text.replace(/[⁻¹²³]/g, (mark) => superscripts[mark]!);
  const match = /^([A-Za-zΩΩµμ°%]+)(?:\^?\{?(-?[1-4])\}?)?$/.exec(plain);
  const unit = match === null ? undefined : unitNamed(match[1]!);
  if (unit === undefined) return null;
  const written: Expression = { kind: 'unit', unit };
  if (match?.[2] === undefined) return written;
  const digits: Expression = { kind: 'number', text: match[2].replace('-', '') };
  const exponent: Expression = match[2].startsWith('-') ? { kind: 'negative', of: digits } : digits;
  return { kind: 'power', base: written, exponent };
}
