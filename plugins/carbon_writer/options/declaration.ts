// The options of a <Module carbon_writer> block.
import {
  alias,
  blocks,
  boolean,
  integer,
  list,
  number,
  type OptionsOf,
  oneOf,
  path,
  string,
} from 'collectd';

const DAY = 86_400;

/** As in collectd-carbon, the last of several lines counts. */
const last = { repeated: 'last' } as const;

/** As examples. */
const HOST = 'graphite.example.org';
const PORT = 2003;

const PROTOCOLS = ['tcp', 'udp', 'pickle'] as const;
const port = integer({ min: 1, max: 65535 });
const protocol = oneOf([...PROTOCOLS]);
const separator = {
  ...last,
  empty: true,
  pattern: /^[^\s\p{Cc};]*$/u,
  expected: 'text without blanks and semicolons',
};

/** Of one receiver, or of all that do not say otherwise. */
const delivery = {
  BufferSize: {
    ...last,
    min: 1,
    max: 1e8,
    example: 100_000,
    description:
      'lines that wait for a receiver, at most; those that arrive then are dropped, so that the oldest arrive',
  },
  SpoolDir: {
    ...last,
    description: 'what has to wait is kept on disk too, below this directory',
  },
  ReconnectInterval: {
    ...last,
    min: 0,
    max: 365 * DAY,
    example: 3600,
    description:
      'seconds: make a new connection when one is so old, for load balancers; 0 is never',
  },
  ConnectTimeout: {
    ...last,
    min: 0.01,
    max: DAY,
    example: 10,
    description: "seconds for one attempt to connect, the host's name included",
  },
  WriteTimeout: {
    ...last,
    min: 0.01,
    max: DAY,
    example: 10,
    description: 'seconds: a connection that takes nothing for so long is given up',
  },
  TLSEnabled: { ...last, description: 'TLS, for tcp and pickle' },
  TLSCACert: {
    ...last,
    readable: true,
    description: "who may have signed the receiver's certificate; default: Node's own list",
  },
  TLSClientCert: { ...last, readable: true, description: 'show this certificate' },
  TLSClientKey: { ...last, readable: true, description: 'its key' },
  TLSVerifyPeer: { ...last, description: 'insist on a valid certificate' },
  TLSServerName: { ...last, description: 'the name in the certificate; default: the host' },
};

const receiver = {
  Host: string({
    ...last,
    example: HOST,
    description: 'where Carbon listens: a name, an IPv4 or IPv6 address; must be given',
  }),
  Port: integer({
    ...last,
    min: 1,
    max: 65535,
    example: PORT,
    description: 'its port; must be given',
  }),
  Protocol: oneOf([...PROTOCOLS], {
    ...last,
    description: 'how lines are sent; default: "tcp"',
  }),
  LineReceiverHost: alias('Host'),
  LineReceiverPort: alias('Port'),
  LineReceiverProtocol: alias('Protocol'),
  BufferSize: integer(delivery.BufferSize),
  SpoolDir: path(delivery.SpoolDir),
  ReconnectInterval: number(delivery.ReconnectInterval),
  ConnectTimeout: number(delivery.ConnectTimeout),
  WriteTimeout: number(delivery.WriteTimeout),
  TLSEnabled: boolean(delivery.TLSEnabled),
  TLSCACert: path(delivery.TLSCACert),
  TLSClientCert: path(delivery.TLSClientCert),
  TLSClientKey: path(delivery.TLSClientKey),
  TLSVerifyPeer: boolean(delivery.TLSVerifyPeer),
  TLSServerName: string(delivery.TLSServerName),
};

export const declaration = {
  LineReceiverHost: list(string(), {
    example: [HOST],
    description: 'where Carbon listens: a name, an IPv4 or IPv6 address; must be given',
  }),
  LineReceiverPort: list(port, { example: [PORT], description: 'the port; must be given' }),
  LineReceiverProtocol: list(protocol, { description: 'how lines are sent; default: "tcp"' }),
  Receiver: blocks(receiver, {
    named: false,
    description:
      'one more receiver, with options of its own; others hold for all receivers that do not say otherwise',
  }),
  DifferentiateCounters: boolean({
    ...last,
    default: false,
    description: 'COUNTER and DERIVE: what the value has grown by instead of the value',
  }),
  DeriveCounters: alias('DifferentiateCounters'),
  DifferentiateCountersOverTime: boolean({
    ...last,
    default: false,
    description: 'the same, for each second between the two values',
  }),
  TypesDB: list(path(), { description: "use these types instead of collectd's own" }),
  LowercaseMetricNames: boolean({ ...last, default: false, description: 'names in lower case' }),
  MetricPrefix: string({
    ...last,
    empty: true,
    default: '',
    description: 'stands before each name',
  }),
  HostPostfix: string({ ...last, empty: true, default: '', description: 'follows the host' }),
  HostSeparator: string({
    ...separator,
    default: '_',
    description: 'takes the place of each dot in the host',
  }),
  MetricSeparator: string({
    ...separator,
    default: '.',
    description: 'takes the place of dots and blanks in plugin instance and type instance',
  }),
  UseTags: boolean({
    ...last,
    default: false,
    description:
      'tags instead of a path, as write_graphite has them: `plugin.type.ds_name;host=…;plugin=…;plugin_instance=…;type=…;type_instance=…;ds_name=…`',
  }),
  FlushInterval: number({
    ...last,
    min: 0.01,
    max: DAY,
    default: 1,
    description: 'seconds that a line waits for others, at most',
  }),
  StopTimeout: number({
    ...last,
    min: 0.01,
    max: DAY,
    default: 2,
    description: 'seconds for sending what is left when collectd stops',
  }),
  BufferSize: integer({ ...delivery.BufferSize, default: 100_000 }),
  SpoolDir: path(delivery.SpoolDir),
  ReconnectInterval: number({ ...delivery.ReconnectInterval, default: 0 }),
  ConnectTimeout: number({ ...delivery.ConnectTimeout, default: 10 }),
  WriteTimeout: number({ ...delivery.WriteTimeout, default: 10 }),
  TLSEnabled: boolean({ ...delivery.TLSEnabled, default: false }),
  TLSCACert: path(delivery.TLSCACert),
  TLSClientCert: path(delivery.TLSClientCert),
  TLSClientKey: path(delivery.TLSClientKey),
  TLSVerifyPeer: boolean({ ...delivery.TLSVerifyPeer, default: true }),
  TLSServerName: string(delivery.TLSServerName),
};

export type Block = OptionsOf<typeof declaration>;
export type ReceiverBlock = Block['Receiver'][number];
/** What all receivers have if they do not say otherwise. */
export type Delivery = Pick<Block, Extract<keyof ReceiverBlock, keyof Block>>;
