/** One REPL on one connection. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { REPLServer } from 'node:repl';
import collectd from 'collectd';
import { Evaluation, evaluateWatched, watchScripts } from './evaluation.ts';
import type { ReplStream } from './stream.ts';
import { withoutTypes } from './types.ts';

export interface SessionOptions {
  readonly stream: ReplStream;
  /** The descriptor that Ctrl-C comes in by. */
  readonly socket: number;
  /** Keys one by one, with a line editor, completion and history; otherwise whole lines. */
  readonly terminal: boolean;
  readonly onExit: () => void;
}

type Evaluate = (
  this: REPLServer,
  code: string,
  context: unknown,
  file: string,
  done: (error: Error | null, result?: unknown) => void,
) => void;
type Server = Omit<REPLServer, 'eval'> & { eval: Evaluate; clearLine(): void };

/** In the BaseDir, where collectd keeps what outlives it. */
const HISTORY = 'nodejs-history';
const CTRL_C = 3;

type Repl = typeof import('node:repl');
let loaded: Repl | undefined;

/** Not at the top: what it remembers of node:vm is changed before. */
function repl(): Repl {
  if (loaded === undefined) {
    watchScripts();
    loaded = createRequire(__filename)('node:repl') as Repl;
  }
  return loaded;
}

/** Ctrl-C interrupts what runs, or drops the line; it ends neither the REPL nor collectd. */
function keepOnCtrlC(server: Server): void {
  const listeners = server.listeners('SIGINT');
  server.removeAllListeners('SIGINT');
  server.on('SIGINT', () => {
    if (server.editorMode === true) {
      for (const listener of listeners) listener.call(server);
      return;
    }
    server.clearBufferedCommand();
    server.clearLine();
    server.displayPrompt();
  });
  // Ctrl-Z would stop all of collectd.
  server.on('SIGTSTP', () => undefined);
}

function watchEvaluations(server: Server, { stream, socket, terminal }: SessionOptions): void {
  let evaluation: Evaluation | undefined;
  const { eval: evaluate } = server;
  server.eval = function evaluateLine(code, context, file, done) {
    const script = withoutTypes(code);
    if (script === undefined) {
      done(new (repl().Recoverable)(new SyntaxError('Unexpected end of input')));
      return;
    }
    evaluation = new Evaluation(socket);
    evaluateWatched(evaluation, script, () => evaluate.call(this, script, context, file, done));
  };
  // Before node:repl sees the keys: a line that follows the Ctrl-C is not meant by it.
  if (terminal)
    stream.prependListener('data', (chunk: Buffer | string) => {
      if (Buffer.from(chunk as string).includes(CTRL_C)) evaluation?.interrupt();
    });
}

export function startSession(options: SessionOptions): REPLServer {
  const { stream, terminal, onExit } = options;
  const server = repl().start({
    prompt: '> ',
    input: stream,
    output: stream,
    terminal,
    useGlobal: false,
    preview: false,
  });
  const own = server as unknown as Server;
  watchEvaluations(own, options);
  keepOnCtrlC(own);
  Object.assign(server.context, { collectd });
  if (terminal) server.setupHistory(join(process.cwd(), HISTORY), () => undefined);
  server.on('exit', onExit);
  return server;
}
