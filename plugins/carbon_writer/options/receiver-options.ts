// Where lines go, and how.
import type { Config } from 'collectd';
import {
  ConfigError,
  flag,
  number,
  port,
  readable,
  seconds,
  secondsOrNever,
  someText,
  text,
} from './config-values.ts';

export interface TlsOptions {
  readonly caCert: string | undefined;
  readonly clientCert: string | undefined;
  readonly clientKey: string | undefined;
  readonly verifyPeer: boolean;
  readonly serverName: string | undefined;
}

export type Protocol = 'tcp' | 'udp' | 'pickle';

/** All times in seconds. */
export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Lines. */
  readonly bufferSize: number;
  readonly spoolDir: string | undefined;
  /** 0: never. */
  readonly reconnectInterval: number;
  readonly connectTimeout: number;
  readonly writeTimeout: number;
  readonly tls: TlsOptions | undefined;
}

/** What one block says, or several lines of one; what it leaves out comes from the block around it. */
export interface Draft extends Partial<Omit<ReceiverOptions, 'tls'>>, Partial<TlsOptions> {
  readonly tlsEnabled?: boolean;
}

/** For messages and file names. */
export function nameOf({ host, port: number_, protocol, tls }: ReceiverOptions): string {
  const address = host.includes(':') ? `[${host}]:${number_}` : `${host}:${number_}`;
  return `${address} (${tls === undefined ? protocol : `${protocol}, TLS`})`;
}

export function protocol(item: Config): Protocol {
  const value = text(item).toLowerCase();
  if (value === 'tcp' || value === 'udp' || value === 'pickle') return value;
  throw new ConfigError(`${item.key} must be "tcp", "udp" or "pickle", not "${text(item)}"`);
}

/** Those that stand in a block of their own, or around one for all receivers. */
const common: Record<string, (item: Config) => Draft> = {
  buffersize: (item) => ({ bufferSize: number(item, { least: 1, most: 1e8, whole: true }) }),
  spooldir: (item) => ({ spoolDir: someText(item) }),
  reconnectinterval: (item) => ({ reconnectInterval: secondsOrNever(item) }),
  connecttimeout: (item) => ({ connectTimeout: seconds(item) }),
  writetimeout: (item) => ({ writeTimeout: seconds(item) }),
  tlsenabled: (item) => ({ tlsEnabled: flag(item) }),
  tlscacert: (item) => ({ caCert: readable(item) }),
  tlsclientcert: (item) => ({ clientCert: readable(item) }),
  tlsclientkey: (item) => ({ clientKey: readable(item) }),
  tlsverifypeer: (item) => ({ verifyPeer: flag(item) }),
  tlsservername: (item) => ({ serverName: someText(item) }),
};

const own: Record<string, (item: Config) => Draft> = {
  host: (item) => ({ host: someText(item) }),
  port: (item) => ({ port: port(item) }),
  protocol: (item) => ({ protocol: protocol(item) }),
};

/** Undefined: none of the receivers' options. */
export function commonOption(item: Config): Draft | undefined {
  return common[item.key.toLowerCase()]?.(item);
}

/** Of a `<Receiver>` block, where the names may have the prefix LineReceiver. */
export function ownOption(item: Config): Draft | undefined {
  const key = item.key.toLowerCase().replace(/^linereceiver/, '');
  return own[key]?.(item) ?? commonOption(item);
}

/** What host and port are called where they were looked for. */
const OUTSIDE = { host: 'LineReceiverHost', port: 'LineReceiverPort' };
export const IN_BLOCK = { host: 'Host in <Receiver>', port: 'Port in <Receiver>' };

/**
 * @throws ConfigError when the host or the port is missing, or options contradict each other.
 */
export function receiverOptions(draft: Draft, names = OUTSIDE): ReceiverOptions {
  const { host, port: number_, protocol: kind = 'tcp' } = draft;
  if (host === undefined)
    throw new ConfigError(`${names.host} is missing: the host on which Carbon listens`);
  if (number_ === undefined)
    throw new ConfigError(
      `${names.port} is missing: the port of ${host} on which Carbon listens, mostly 2003, or 2004 for pickle`,
    );
  const isTls = draft.tlsEnabled === true;
  if (isTls && kind === 'udp') throw new ConfigError('TLSEnabled: there is no TLS over udp');
  if ((draft.clientCert === undefined) !== (draft.clientKey === undefined))
    throw new ConfigError('TLSClientCert and TLSClientKey must be given together');
  return {
    host,
    port: number_,
    protocol: kind,
    bufferSize: draft.bufferSize ?? 100_000,
    spoolDir: draft.spoolDir,
    reconnectInterval: draft.reconnectInterval ?? 0,
    connectTimeout: draft.connectTimeout ?? 10,
    writeTimeout: draft.writeTimeout ?? 10,
    tls: isTls
      ? {
          caCert: draft.caCert,
          clientCert: draft.clientCert,
          clientKey: draft.clientKey,
          verifyPeer: draft.verifyPeer ?? true,
          serverName: draft.serverName,
        }
      : undefined,
  };
}
