/** The thread in which a command has a plugin: all of lib/ on the fake collectd. */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Session } from '../../contract/native.ts';
import { createFakeCollectd, Plugin } from '../../fake-collectd/index.ts';
import { addOwnFile } from '../../location/stack.ts';
import { LOG_NOTICE, LOG_WARNING } from '../../shared/constants.ts';
import { boot, declarationOf, failureCount } from '../../worker/boot.ts';
import { readDataSets } from '../types-db.ts';
import { describeCallbacks } from './described.ts';
import { HEARTBEAT_SECONDS, type Job, type Report } from './job.ts';
import { lineOutput, severityName, tryWriteLine } from './lines.ts';
import { postProblems } from './problems.ts';

const job = workerData as Job;
const post = (report: Report): void => parentPort?.postMessage(report);

function log(severity: number, text: string): void {
  if (job.postLog) post({ kind: 'log', severity, text });
  else tryWriteLine(2, `${severityName(severity)}: ${text}`, job.writing);
}

const session: Session = {
  modules: [{ index: 0, name: job.moduleName, path: job.path, interval: 0, timeout: 0 }],
  script_dir: job.scriptDir,
  base_dir: '',
  hostname: job.hostname,
  interval: job.interval,
  global_interval: job.globalInterval,
  log_traces: true,
  statistics: false,
  default_timeout: job.timeout,
  heap_limit: Number.POSITIVE_INFINITY,
  version: job.version,
};

const types = readDataSets(job.typesDb, (text) => log(LOG_WARNING, text));
const output = lineOutput(job, log, () => post({ kind: 'closed' }));
const fake = createFakeCollectd(session, types, output);
addOwnFile(fileURLToPath(import.meta.url));
boot(fake.native, () => {
  throw new Error("Node's own modules are out of reach here");
});
const plugin = new Plugin(fake, { blocks: job.blocks, timeout: job.timeout });
if (job.postLog) postProblems(post, () => plugin.block);

async function stop(): Promise<void> {
  await plugin.stop();
  end(false);
}

function end(failed: boolean): void {
  // Timers, and callbacks that work off a queue, fail without a call that waits for them.
  const hasFailed = job.mode === 'once' && failureCount() > 0;
  post({ kind: 'end', failed: failed || hasFailed || (job.mode !== 'run' && plugin.failures > 0) });
}

function tellOfUncalled(): void {
  for (const kind of ['match', 'target', 'missing'] as const) {
    for (const { identifier, location } of fake.registry.named(kind)) {
      const text = `Outside collectd nothing calls the ${kind} callback ${identifier} (${location}).`;
      log(LOG_NOTICE, `nodejs plugin: ${text}`);
    }
  }
}

setInterval(() => post({ kind: 'alive' }), HEARTBEAT_SECONDS * 1000);
parentPort?.on('message', () => void stop());
const loaded = await (job.mode === 'describe' ? plugin.import() : plugin.load());
if (job.mode === 'describe' && loaded)
  post({ kind: 'described', callbacks: describeCallbacks(fake.registry, declarationOf) });
if (job.mode === 'load') post({ kind: 'configured', blocks: plugin.configured });
if (!loaded || job.mode === 'load' || job.mode === 'describe') end(!loaded);
else {
  await plugin.init();
  tellOfUncalled();
  if (job.mode === 'run') plugin.start();
  else {
    await plugin.readOnce();
    await stop();
  }
}
