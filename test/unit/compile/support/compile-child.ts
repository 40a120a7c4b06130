/** Compiles a checkpoint in a process of its own, so that a test can kill it. */
import { compileModel } from '../../../../engine/compile/compile.ts';

const [source, outDir] = process.argv.slice(2);
await compileModel(source ?? '', { precision: 'int4', outDir: outDir ?? '' });
