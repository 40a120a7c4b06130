export { katexRefusal } from './accepts.ts';
export { lexLatex } from './lex.ts';
export { normalizeLatex } from './normalize.ts';
export { latexOf, spellTokens, tidyLatex } from './spell.ts';
export { repairTokens, textOf } from './repair.ts';
