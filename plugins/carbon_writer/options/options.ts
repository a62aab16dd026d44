// One <Module carbon_writer> block.
import { CollectdError, type Config, type DataSource } from 'collectd';
import type { LineOptions } from '../lines/lines.ts';
import { log } from '../log.ts';
import { ConfigError, flag, port, seconds, separator, someText, text } from './config-values.ts';
import {
  commonOption,
  type Draft,
  IN_BLOCK,
  ownOption,
  type Protocol,
  protocol,
  type ReceiverOptions,
  receiverOptions,
} from './receiver-options.ts';
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

type Names = { -readonly [Key in keyof LineOptions]: LineOptions[Key] };

/** What has been read so far. */
class Block {
  readonly names: Names = {
    prefix: '',
    hostPostfix: '',
    hostSeparator: '_',
    metricSeparator: '.',
    lowercase: false,
    useTags: false,
    differentiate: false,
    overTime: false,
  };
  readonly files: string[] = [];
  readonly hosts: string[] = [];
  readonly ports: number[] = [];
  readonly protocols: Protocol[] = [];
  readonly blocks: Config[] = [];
  flushInterval = 1;
  stopTimeout = 2;
  /** What holds for all receivers. */
  draft: Draft = {};
}

const readers: Record<string, (block: Block, item: Config) => void> = {
  linereceiverhost: ({ hosts }, item) => hosts.push(someText(item)),
  linereceiverport: ({ ports }, item) => ports.push(port(item)),
  linereceiverprotocol: ({ protocols }, item) => protocols.push(protocol(item)),
  receiver: ({ blocks }, item) => blocks.push(item),
  typesdb: ({ files }, item) => files.push(...paths(item)),
  differentiatecounters: ({ names }, item) => {
    names.differentiate = flag(item);
  },
  differentiatecountersovertime: ({ names }, item) => {
    names.overTime = flag(item);
  },
  lowercasemetricnames: ({ names }, item) => {
    names.lowercase = flag(item);
  },
  metricprefix: ({ names }, item) => {
    names.prefix = text(item);
  },
  hostpostfix: ({ names }, item) => {
    names.hostPostfix = text(item);
  },
  hostseparator: ({ names }, item) => {
    names.hostSeparator = separator(item);
  },
  metricseparator: ({ names }, item) => {
    names.metricSeparator = separator(item);
  },
  usetags: ({ names }, item) => {
    names.useTags = flag(item);
  },
  flushinterval: (block, item) => {
    block.flushInterval = seconds(item);
  },
  stoptimeout: (block, item) => {
    block.stopTimeout = seconds(item);
  },
};
// Another name that the original had for it.
const ALIASES: Record<string, string> = { derivecounters: 'differentiatecounters' };

/**
 * Everything that is wrong is logged.
 *
 * @throws CollectdError when anything was.
 */
export function readOptions(config: Config): Options {
  const block = new Block();
  const problems: string[] = [];
  const attempt = <T>(step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  for (const item of config.children) attempt(() => readOption(block, item));
  const typesDb = block.files.length === 0 ? undefined : attempt(() => readTypesDb(block.files));
  // One that is wrong would be said to be missing as well.
  const receivers = problems.length > 0 ? [] : (attempt(() => receiversOf(block)) ?? []);
  for (const problem of problems) log.error(problem);
  if (problems.length > 0)
    throw new CollectdError(
      `${problems.length === 1 ? 'one option is' : `${problems.length} options are`} wrong, see above`,
    );
  const differentiate = block.names.differentiate || block.names.overTime;
  const { flushInterval, stopTimeout } = block;
  return { ...block.names, differentiate, receivers, typesDb, flushInterval, stopTimeout };
}

function readOption(block: Block, item: Config): void {
  const key = item.key.toLowerCase();
  const read = readers[ALIASES[key] ?? key];
  if (read !== undefined) {
    read(block, item);
    return;
  }
  const common = commonOption(item);
  if (common === undefined) log.warning(`Unknown config key "${item.key}"`);
  else block.draft = { ...block.draft, ...common };
}

/** Several files in one line, or one in each of several. */
function paths(item: Config): string[] {
  if (item.values.length === 0) throw new ConfigError('TypesDB takes one file or more, not 0');
  return item.values.map(String);
}

/** One for each LineReceiverHost, with the port and protocol in the same place, and one for each `<Receiver>`. */
function receiversOf({ hosts, ports, protocols, blocks, draft }: Block): ReceiverOptions[] {
  const given = Math.max(hosts.length, blocks.length > 0 ? 0 : 1);
  for (const [name, list] of Object.entries({ Port: ports, Protocol: protocols }))
    if (list.length > given)
      throw new ConfigError(
        `LineReceiver${name} stands there ${list.length} times, but LineReceiverHost ${hosts.length} times`,
      );
  const receivers = Array.from({ length: given }, (_, i) =>
    receiverOptions({
      ...draft,
      ...(hosts[i] !== undefined && { host: hosts[i] }),
      ...pick('port', ports, i),
      ...pick('protocol', protocols, i),
    }),
  );
  return [...receivers, ...blocks.map((item) => receiverOf(item, draft))];
}

/** The last one holds for the hosts that have none of their own. */
function pick<K extends string, V>(key: K, list: readonly V[], index: number): { [_ in K]?: V } {
  const value = list[index] ?? list.at(-1);
  return value === undefined ? {} : ({ [key]: value } as { [_ in K]?: V });
}

function receiverOf(block: Config, draft: Draft): ReceiverOptions {
  let own: Draft = {};
  for (const item of block.children) {
    const option = ownOption(item);
    if (option === undefined) log.warning(`Unknown config key "${item.key}" in <Receiver>`);
    else own = { ...own, ...option };
  }
  return receiverOptions({ ...draft, ...own }, IN_BLOCK);
}
