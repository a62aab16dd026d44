import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Callback } from '../pipeline/subjects.ts';
import { Daemon, type Site } from './daemon.ts';

/** Runs one collectd with the driver plugin and one callback, and hands back what the driver measured. */

export interface Task {
  readonly mode: 'write' | 'pipeline' | 'dispatch' | 'carbon';
  /** Of `carbon`: where the driver takes lines, and whether they come through plugin_dispatch_values(). */
  readonly port?: number;
  readonly isDispatched?: boolean;
  readonly threads?: number;
  readonly series?: number;
  readonly churn?: boolean;
  /** Every list has meta data; of `pipeline` and `dispatch`. */
  readonly meta?: boolean;
  /** Value lists in one pass. */
  readonly values: number;
  readonly warmup: number;
  readonly passes: number;
  /** Seconds of rest before and after each pass. */
  readonly settle?: number;
}

/** One pass, in seconds. */
export interface Pass {
  readonly warmup: boolean;
  readonly values: number;
  readonly wall: number;
  readonly cpu: number;
  readonly handover: number;
  readonly rssKiB: number;
  readonly anonKiB: number;
  readonly chatter: number;
  readonly seen: number;
  /** Of `carbon`: what tells lines apart that came in another order. */
  readonly bytes?: number;
  readonly sum?: number;
  readonly error?: string;
}

const passTimeout = 120;

function driverConfig(site: Site, task: Task, callback: Callback, output: string): string[] {
  const sink = ['<Chain "PostCache">', '  Target "bench_sink"', '</Chain>'];
  return [
    `PluginDir "${site.native}"`,
    'LoadPlugin bench_driver',
    ...(task.mode === 'dispatch' ? sink : []),
    '<Plugin bench_driver>',
    `  Mode "${task.mode}"`,
    ...(task.isDispatched ? [] : [`  Writer "${callback.identifier}"`]),
    ...(task.port === undefined ? [] : [`  Port ${task.port}`]),
    `  Threads ${task.threads ?? 1}`,
    `  Values ${task.values}`,
    `  Series ${task.series ?? 1000}`,
    `  Churn ${task.churn ?? false}`,
    `  Meta ${task.meta ?? false}`,
    `  Warmup ${task.warmup}`,
    `  Passes ${task.passes}`,
    `  Settle ${task.settle ?? 0.2}`,
    `  Timeout ${passTimeout}`,
    `  Output "${output}"`,
    '</Plugin>',
    ...callback.config,
  ];
}

export async function drive(
  site: Site,
  task: Task,
  callback: Callback,
  env: Readonly<Record<string, string>> = {},
): Promise<Pass[]> {
  const output = join(site.dir, 'passes');
  const daemon = new Daemon(site, {
    // Passes of the dispatch measurement are the calls of a read callback.
    interval: task.mode === 'dispatch' ? 1 : 10,
    config: driverConfig(site, task, callback, output),
    env: { BENCH_VALUES: String(task.values), ...(task.meta && { BENCH_META: '1' }), ...env },
    baseDir: join(site.dir, 'base'),
  });
  const status = await daemon.finished((task.warmup + task.passes) * passTimeout + 60);
  const passes = existsSync(output) ? parse(readFileSync(output, 'utf8')) : [];
  const failed = passes.find((pass) => pass.error !== undefined);
  if (failed?.error !== undefined) throw failure(task, callback, describe(failed), daemon.log);
  if (status !== 0)
    throw failure(task, callback, `collectd ended with status ${status}`, daemon.log);
  if (passes.length !== task.warmup + task.passes)
    throw failure(task, callback, `${passes.length} passes were recorded`, daemon.log);
  return passes.filter((pass) => !pass.warmup);
}

function parse(text: string): Pass[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Pass => JSON.parse(line));
}

function describe(pass: Pass): string {
  return `${pass.error} (${pass.seen ?? 0} of ${pass.values ?? 0} seen)`;
}

function failure(task: Task, callback: Callback, what: string, log: string): Error {
  const where = `${callback.identifier}, ${task.mode}, ${task.threads ?? 1} thread(s), ${task.series ?? 1000} series`;
  return new Error(`${where}: ${what}\n${log}`);
}
