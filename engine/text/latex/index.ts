export { katexRefusal } from './accepts.ts';
export { lexLatex } from './lex.ts';
export { normalizeLatex } from './normalize.ts';
export { latexOf, spellTokens, tidyLatex } from './spell.ts';
export { proseLine, proseOf, type Run } from './prose.ts';
export { repairTokens, textOf } from './repair.ts';
