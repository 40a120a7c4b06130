/** Texts of solutions on their way to a person. Pure. */

/** Calls of the calculator, `<<2*pi*sqrt(0.5/80)>>=0.4967`, as the code that they are. */
export const withCalls = (text: string): string => text.replace(/<<([^<>`\n]+)>>/g, '`$1`');
