/** Starts the thread that a plugin runs in, and waits for its end. */
import { existsSync } from 'node:fs';
import { url as debuggerUrl } from 'node:inspector';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { CommandError } from '../output.ts';
import { packageRoot } from '../root.ts';
import { HEARTBEAT_SECONDS, type Job, type Report } from './job.ts';

/** Seconds for a stop, as long as collectd's own budget for it. */
const STOP_SECONDS = 4;

/** Seconds for a thread to end once it is terminated. One that is halted at a breakpoint never does. */
const END_SECONDS = 5;

/** What every Node can do that runs this, and what collectd's own does. */
const EXEC_ARGV = ['--experimental-vm-modules', '--no-warnings'];

export interface Thread {
  /** Whether anything failed. */
  readonly ended: Promise<boolean>;
  /** Asks it to stop as collectd would, and ends it if it does not within some seconds. */
  stop(): void;
}

export function startThread(
  job: Omit<Job, 'scriptDir' | 'writing'>,
  onReport: (report: Report) => void = () => {},
): Thread {
  const writing = new Int32Array(new SharedArrayBuffer(4));
  const workerData: Job = { ...job, scriptDir: findScripts(), writing };
  const worker = new Worker(fileURLToPath(new URL('./plugin-worker.js', import.meta.url)), {
    workerData,
    execArgv: EXEC_ARGV,
    // Node would count those that lib/fake-collectd opens for fs.promises, and warn when they come again.
    trackUnmanagedFds: false,
  });
  let lastSign = performance.now();
  let why = '';
  let hasEnded = false;
  let last: NodeJS.Timeout | undefined;
  const end = (reason: string): void => {
    if (hasEnded) return;
    why = reason;
    void worker.terminate();
    last ??= setTimeout(() => killProcess(why), END_SECONDS * 1000).unref();
  };
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    worker.postMessage('stop');
    const reason = `${job.path} did not stop within ${STOP_SECONDS} s, and was ended.`;
    setTimeout(() => end(reason), STOP_SECONDS * 1000).unref();
  };
  // The thread itself cannot say that it hangs.
  const limit = job.timeout + 4 * HEARTBEAT_SECONDS;
  const watch = setInterval(() => {
    // The reader of its lines pauses, such as a pager, or its debugger does.
    if (Atomics.load(writing, 0) === 1 || debuggerUrl() !== undefined) lastSign = performance.now();
    if (performance.now() - lastSign < limit * 1000) return;
    end(`${job.path} has not let its event loop run for ${job.timeout} s, and was ended.`);
  }, HEARTBEAT_SECONDS * 1000);
  const ended = new Promise<boolean>((resolve, reject) => {
    worker.on('message', (report: Report) => {
      lastSign = performance.now();
      if (report.kind === 'closed') stop();
      else if (report.kind === 'end') {
        resolve(report.failed);
        void worker.terminate();
      } else onReport(report);
    });
    worker.on('error', reject);
    worker.on('exit', (status) => {
      hasEnded = true;
      clearTimeout(last);
      clearInterval(watch);
      const itself = `${job.path} has ended its own process (exit status ${status}).`;
      reject(new CommandError(why === '' ? itself : why));
    });
  });
  return { ended, stop };
}

function findScripts(): string {
  const directory = join(packageRoot, 'dist/collectd/nodejs');
  if (existsSync(join(directory, 'transpiler.js'))) return directory;
  throw new CommandError(`${directory} is incomplete. Install collectd-nodejs again.`);
}

/** process.exit() would wait for the thread. */
function killProcess(reason: string): void {
  process.stderr.write(`collectd-nodejs: ${reason}\n`);
  process.kill(process.pid, 'SIGKILL');
}
