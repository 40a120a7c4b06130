/** The command line: `read`, `eval`, `models`, `help`. Exit codes: 0 fine, 2 bad input, 1 engine. */
import { EngineClient } from './client.ts';
import { describeError, endWithReader, out, warn } from './cli/output.ts';
import { compileUsage } from './cli/compile.ts';
import { convertCommand, convertUsage, parseConvertArguments } from './cli/convert.ts';
import { evalCommand, evalUsage, parseEvalArguments } from './cli/eval.ts';
import {
  evalDiagramsCommand,
  evalDiagramsUsage,
  parseEvalDiagramsArguments,
} from './cli/eval-diagrams.ts';
import { installUsage } from './cli/install.ts';
import { modelsCommand, modelsUsage } from './cli/models.ts';
import { askPdfCommand, askPdfUsage, parseAskPdfArguments } from './cli/ask-pdf.ts';
import { askCommand, askUsage, parseAskArguments } from './cli/ask.ts';
import { locateCommand, locateUsage, parseLocateArguments } from './cli/locate.ts';
import { mcpCommand, mcpUsage } from './cli/mcp.ts';
import { clientOptions, splitEngineOptions, type EngineChoice } from './cli/options.ts';
import { parseReadArguments, readCommand, readUsage } from './cli/read.ts';
import { isInputError } from './errors.ts';
import { parseSolveArguments, solveCommand, solveUsage } from './cli/solve.ts';
import { productVersion } from './mcp/version.ts';

const usage = `Reads formulas in images as LaTeX.

  npm start -- ${readUsage}
      LaTeX of each image, one line an image; "-" reads an image from standard input.
  npm start -- ${convertUsage}
      The PDF as Markdown, formulas as LaTeX, figures as image files; a second call goes on after a stop.
  npm start -- ${askUsage}
      Asks the model; the thought goes to standard error, the answer to standard output.
  npm start -- ${askPdfUsage}
      Asks about a PDF: passages with their pages are quoted, or a larger model or a server answers and cites them.
  npm start -- ${solveUsage}
      Solves the problem in a picture: facts, checked steps and the answer.
  npm start -- ${locateUsage}
      Where in the image that is: x1 y1 x2 y2 in 0..1, one box a line.
  npm start -- ${evalUsage}
      Reads the images of each DIR and scores them against DIR/labels.jsonl. --as changes them first (plain: not)
      and may come several times; --gallery writes the worst readings with their pictures.
  npm start -- ${evalDiagramsUsage}
      Solves the problems of each DIR (models/train/diagrams writes such folders) and scores answers, facts and
      refusals by family; --gallery writes failures with their pictures.
  npm start -- ${modelsUsage}
      What is installed, where, and on which devices it can run.
  npm start -- ${installUsage}
      Models to install: from huggingface.co, a mirror of it, or a folder. Ctrl+C pauses.
  npm start -- ${compileUsage}
      Makes a model folder out of a checkpoint (safetensors); precisions: fp32, fp16, int8, int4.

  npm start --silent -- ${mcpUsage}
      Serves the reading of formulas to other programs (Model Context Protocol over standard input and output).

  --model NAME    use an installed model, or the one in this folder, instead of the bundled one
  --device NAME   auto (default), cpu, cuda, dml, coreml or webgpu
  --server URL    use a chat server (OpenAI-compatible) instead; its key in MARGINALIA_SERVER_KEY
  --server-model NAME   which of its models, where it has several

Exit codes: 0 everything was read, 2 some input was bad, 1 the engine failed.`;

async function run(words: readonly string[]): Promise<number> {
  const { engine, rest } = splitEngineOptions(words);
  const [command, ...args] = rest;
  switch (command) {
    case 'read':
      return withClient(engine, (client) => readCommand(parseReadArguments(args), client));
    case 'eval':
      return withClient(engine, (client) =>
        evalCommand(parseEvalArguments(args), {
          read: (bytes, name) => client.read(bytes, { name }),
          print: out,
          complain: warn,
        }),
      );
    case 'eval-diagrams':
      return withClient(engine, (client) =>
        evalDiagramsCommand(parseEvalDiagramsArguments(args), {
          solve: (image, question, mode) => client.solve(question, { images: [image], mode }),
          print: out,
          complain: warn,
        }),
      );
    case 'convert': {
      const request = parseConvertArguments(args);
      return withClient(engine, (client) => convertCommand(request, client, interrupted()));
    }
    case 'ask': {
      if (args.some((word) => word === '--pdf' || word.startsWith('--pdf='))) {
        const asked = parseAskPdfArguments(args);
        return withClient(engine, (client) => askPdfCommand(asked, client, interrupted()));
      }
      const request = parseAskArguments(args);
      return withClient(engine, (client) => askCommand(request, client, interrupted()));
    }
    case 'solve': {
      const request = parseSolveArguments(args);
      return withClient(engine, (client) => solveCommand(request, client, interrupted()));
    }
    case 'locate': {
      const request = parseLocateArguments(args);
      return withClient(engine, (client) => locateCommand(request, client, interrupted()));
    }
    case 'models':
      return modelsCommand(args, engine);
    case 'mcp':
      return withClient(engine, (client) => mcpCommand(args, client, productVersion()));
    case undefined:
      warn(usage);
      return 2;
    case 'help':
    case '--help':
    case '-h':
      out(usage);
      return 0;
    default:
      warn(`There is no command "${command}".\n\n${usage}`);
      return 2;
  }
}

async function withClient(
  choice: EngineChoice,
  use: (client: EngineClient) => Promise<number>,
): Promise<number> {
  const client = new EngineClient({ ...clientOptions(choice), log: warn });
  try {
    return await use(client);
  } finally {
    client.dispose();
  }
}

/** Aborts at the first Ctrl+C; a second one ends the process as usual. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

endWithReader();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  warn(describeError(error));
  process.exitCode = isInputError(error) ? 2 : 1;
}
