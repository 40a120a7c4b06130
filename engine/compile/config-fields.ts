import * as v from 'valibot';

/** A size in config.json. The cap keeps a hostile file from asking for terabytes of tables. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1 << 20));
