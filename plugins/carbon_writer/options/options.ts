// One <Module carbon_writer> block.
import { CollectdError, type Config, type DataSource } from 'collectd';
import type { LineOptions } from '../lines/lines.ts';
import { log } from '../log.ts';
import type { Block } from './declaration.ts';
import { IN_BLOCK, type Own, type ReceiverOptions, receiverOptions } from './receiver-options.ts';
import { readTypesDb } from './types-db.ts';

export interface Options extends LineOptions {
  readonly receivers: readonly ReceiverOptions[];
  /** Undefined: collectd's own. */
  readonly typesDb: ReadonlyMap<string, readonly DataSource[]> | undefined;
  /** Seconds that a line waits for others, at most. */
  readonly flushInterval: number;
  /** Seconds for sending what is left when collectd stops. */
  readonly stopTimeout: number;
}

/** As collectd-carbon says it; the block goes on without the option. */
export function warnOfUnknown({ key, parent }: Config): void {
  const where = parent?.parent === null ? '' : ' in <Receiver>';
  log.warning(`Unknown config key "${key}"${where}`);
}

/**
 * Everything that is wrong is logged.
 *
 * @throws CollectdError when anything was.
 */
export function readOptions(block: Block): Options {
  const problems: string[] = [];
  const attempt = <T>(step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const { TypesDB: files } = block;
  const typesDb = files.length === 0 ? undefined : attempt(() => readTypesDb(files));
  const receivers = attempt(() => receiversOf(block)) ?? [];
  for (const problem of problems) log.error(problem);
  if (problems.length > 0)
    throw new CollectdError(
      `${problems.length === 1 ? 'one option is' : `${problems.length} options are`} wrong, see above`,
    );
  return {
    prefix: block.MetricPrefix,
    hostPostfix: block.HostPostfix,
    hostSeparator: block.HostSeparator,
    metricSeparator: block.MetricSeparator,
    lowercase: block.LowercaseMetricNames,
    useTags: block.UseTags,
    differentiate: block.DifferentiateCounters || block.DifferentiateCountersOverTime,
    overTime: block.DifferentiateCountersOverTime,
    receivers,
    typesDb,
    flushInterval: block.FlushInterval,
    stopTimeout: block.StopTimeout,
  };
}

/** One for each LineReceiverHost, with the port and protocol in the same place, and one for each `<Receiver>`. */
function receiversOf(block: Block): ReceiverOptions[] {
  const {
    LineReceiverHost: hosts,
    LineReceiverPort: ports,
    LineReceiverProtocol: protocols,
    Receiver: blocks,
  } = block;
  const given = Math.max(hosts.length, blocks.length > 0 ? 0 : 1);
  for (const [name, list] of Object.entries({ Port: ports, Protocol: protocols }))
    if (list.length > given)
      throw new Error(
        `LineReceiver${name} stands there ${list.length} times, but LineReceiverHost ${hosts.length} times`,
      );
  const receivers = Array.from({ length: given }, (_, i) => {
    const own: Own = {
      Host: hosts[i],
      // The last one holds for the hosts that have none of their own.
      Port: ports[i] ?? ports.at(-1),
      Protocol: protocols[i] ?? protocols.at(-1),
    };
    return receiverOptions(own, block);
  });
  return [...receivers, ...blocks.map((own) => receiverOptions(own, block, IN_BLOCK))];
}
