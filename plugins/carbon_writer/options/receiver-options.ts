// Where lines go, and how.
import type { Delivery, ReceiverBlock } from './declaration.ts';

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

/** For messages and file names. */
export function nameOf({ host, port: number_, protocol, tls }: ReceiverOptions): string {
  const address = host.includes(':') ? `[${host}]:${number_}` : `${host}:${number_}`;
  return `${address} (${tls === undefined ? protocol : `${protocol}, TLS`})`;
}

/** Host, port and protocol, and what differs from the options of all receivers. */
export type Own = Partial<ReceiverBlock>;

/** What host and port are called where they were looked for. */
const OUTSIDE = { host: 'LineReceiverHost', port: 'LineReceiverPort' };
export const IN_BLOCK = { host: 'Host in <Receiver>', port: 'Port in <Receiver>' };

/**
 * @throws Error when the host or the port is missing, or options contradict each other.
 */
export function receiverOptions(own: Own, all: Delivery, names = OUTSIDE): ReceiverOptions {
  const { Host: host, Port: port, Protocol: protocol = 'tcp' } = own;
  if (host === undefined)
    throw new Error(`${names.host} is missing: the host on which Carbon listens`);
  if (port === undefined)
    throw new Error(
      `${names.port} is missing: the port of ${host} on which Carbon listens, mostly 2003, or 2004 for pickle`,
    );
  const isTls = own.TLSEnabled ?? all.TLSEnabled;
  if (isTls && protocol === 'udp') throw new Error('TLSEnabled: there is no TLS over udp');
  const clientCert = own.TLSClientCert ?? all.TLSClientCert;
  const clientKey = own.TLSClientKey ?? all.TLSClientKey;
  if ((clientCert === undefined) !== (clientKey === undefined))
    throw new Error('TLSClientCert and TLSClientKey must be given together');
  return {
    host,
    port,
    protocol,
    bufferSize: own.BufferSize ?? all.BufferSize,
    spoolDir: own.SpoolDir ?? all.SpoolDir,
    reconnectInterval: own.ReconnectInterval ?? all.ReconnectInterval,
    connectTimeout: own.ConnectTimeout ?? all.ConnectTimeout,
    writeTimeout: own.WriteTimeout ?? all.WriteTimeout,
    tls: isTls
      ? {
          caCert: own.TLSCACert ?? all.TLSCACert,
          clientCert,
          clientKey,
          verifyPeer: own.TLSVerifyPeer ?? all.TLSVerifyPeer,
          serverName: own.TLSServerName ?? all.TLSServerName,
        }
      : undefined,
  };
}
