export { delimit, delimitersAt, insertion, preferences } from './delimiters.ts';
export type { Delimiters, Preference } from './delimiters.ts';
export { documentKind, type DocumentKind } from './documentKind.ts';
export { formatLatex, formats, type Format } from './format.ts';
export { shapeOf, type Shape } from './shape.ts';
