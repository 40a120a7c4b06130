/**
 * Property tests draw the same examples each time, so that a result can be repeated; `--import` this file before them.
 * `MARGINALIA_SEED=random` (npm run fuzz) draws others, and a number repeats what it drew.
 */
import fc from 'fast-check';

const chosen = process.env['MARGINALIA_SEED'] ?? '2026';
if (chosen !== 'random') fc.configureGlobal({ seed: Number(chosen) });
