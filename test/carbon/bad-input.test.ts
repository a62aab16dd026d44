// Options that are wrong: a message that names them, and everything else goes on.
import { expect, test } from 'vitest';
import { nodejs, quote, shippedPlugins, startDaemon } from '../daemon/harness/index.ts';
import { unusedEndpoint } from '../network/endpoint.ts';
import { receiver, startCarbonWriter } from './carbon-writer.ts';

const bystander = `
import collectd from 'collectd';
collectd.register_read(() => collectd.info('bystander: here'));
`;

/** Nothing listens there. */
const [nowhere, elsewhere] = [await unusedEndpoint('tcp'), await unusedEndpoint('tcp')];
const good = receiver(nowhere);
const second = (more = '') =>
  `<Receiver>\nHost "${elsewhere.address}"\nPort ${elsewhere.port}\n${more}</Receiver>`;

test.each([
  [
    'no host',
    'LineReceiverPort 2003',
    ['LineReceiverHost is missing: the host on which Carbon listens'],
  ],
  [
    'no port',
    'LineReceiverHost "127.0.0.1"',
    [
      'LineReceiverPort is missing: the port of 127.0.0.1 on which Carbon listens, mostly 2003, or 2004 for pickle',
    ],
  ],
  [
    'ports',
    'LineReceiverHost "a"\nLineReceiverPort 65536\nLineReceiverPort 0\nLineReceiverPort "2003.5"\nLineReceiverPort ""',
    [
      'LineReceiverPort must be a whole number from 1 to 65535, not 65536',
      'LineReceiverPort must be a whole number from 1 to 65535, not 0',
      'LineReceiverPort must be a whole number from 1 to 65535, not "2003.5"',
      'LineReceiverPort must be a whole number from 1 to 65535, not ""',
    ],
  ],
  [
    'a protocol',
    `${good}LineReceiverProtocol "sctp"`,
    ['LineReceiverProtocol must be "tcp", "udp" or "pickle", not "sctp"'],
  ],
  [
    'more ports than hosts',
    `${good}LineReceiverPort 2004`,
    ['LineReceiverPort stands there 2 times, but LineReceiverHost 1 times'],
  ],
  [
    'flags, numbers and separators',
    `${good}UseTags 3\nFlushInterval 0\nBufferSize 1.5\nHostSeparator " "\nMetricPrefix "a" "b"`,
    [
      'UseTags must be true or false, not 3',
      'FlushInterval must be a number from 0.01 to 86400, not 0',
      'BufferSize must be a whole number from 1 to 100000000, not 1.5',
      'HostSeparator must not contain blanks or semicolons: " "',
      'MetricPrefix takes one value, not 2',
    ],
  ],
  [
    'a receiver',
    '<Receiver>\nHost "a"\nPort 0\n</Receiver>',
    ['Port must be a whole number from 1 to 65535, not 0'],
  ],
  [
    'a receiver without a host',
    '<Receiver>\nPort 2003\n</Receiver>',
    ['Host in <Receiver> is missing: the host on which Carbon listens'],
  ],
  [
    'a receiver without a port',
    '<Receiver>\nHost "a"\n</Receiver>',
    [
      'Port in <Receiver> is missing: the port of a on which Carbon listens, mostly 2003, or 2004 for pickle',
    ],
  ],
  [
    'half a pair for TLS',
    `${good}TLSEnabled true\nTLSClientCert "/etc/passwd"`,
    ['TLSClientCert and TLSClientKey must be given together'],
  ],
  [
    'TLS',
    `${good}TLSCACert "/nowhere/ca.pem"`,
    ['TLSCACert "/nowhere/ca.pem" cannot be read (ENOENT)'],
  ],
  [
    'TLS over UDP',
    `${good}LineReceiverProtocol "udp"\nTLSEnabled true`,
    ['TLSEnabled: there is no TLS over udp'],
  ],
  [
    'a types.db',
    `${good}TypesDB "/nowhere/types.db"`,
    ['TypesDB "/nowhere/types.db" cannot be read (ENOENT)'],
  ],
])('%s', async (_, options, errors) => {
  const daemon = await startCarbonWriter({ options, source: bystander });
  await daemon.waitForLog(/bystander: here/);
  const { status, log } = await daemon.stop();
  expect(status).toBe(0);
  const said = log.split('\n').filter((line) => line.startsWith('[error] carbon_writer'));
  expect(said).toEqual(errors.map((text) => `[error] carbon_writer plugin: ${text}`));
  const count = errors.length === 1 ? 'one option is' : `${errors.length} options are`;
  expect(log).toContain(
    `[warning] CollectdError in loading module: ${count} wrong, see above (carbon_writer)`,
  );
});

test('unknown options are named, and do not matter', async () => {
  const daemon = await startCarbonWriter({
    options: `${good}LineRecieverHost "b"\n${second('Colour "blue"\n')}`,
    source: bystander,
  });
  await daemon.waitForLog(/bystander: here/);
  for (const { address, port } of [nowhere, elsewhere])
    await daemon.waitForLog(new RegExp(`${address}:${port} \\(tcp\\): cannot connect`));
  const { log } = await daemon.stop();
  expect(log).toContain('[warning] carbon_writer plugin: Unknown config key "LineRecieverHost"\n');
  expect(log).toContain(
    '[warning] carbon_writer plugin: Unknown config key "Colour" in <Receiver>\n',
  );
});

test('a BufferSize that is too large for the memory is named', async () => {
  const daemon = await startCarbonWriter({
    lines: 'HeapLimit 64',
    options: `${good}BufferSize 1000000\n${second()}`,
    source: bystander,
  });
  await daemon.waitForLog(/bystander: here/);
  expect((await daemon.stop()).log).toContain(
    '[warning] carbon_writer plugin: BufferSize: 2000000 lines that wait may take 382 MiB, too much for the HeapLimit; when that is reached they are lost. Make HeapLimit larger, or BufferSize smaller.\n',
  );
});

test('no block at all', async () => {
  const daemon = await startDaemon({
    files: { 'source.ts': bystander },
    config: (dir) =>
      nodejs(dir, `ModulePath ${quote(shippedPlugins)}\nImport "carbon_writer"\nImport "source"`),
  });
  await daemon.waitForLog(/bystander: here/);
  expect(daemon.log()).toContain(
    '[error] carbon_writer plugin: LineReceiverHost is missing: there is no <Module carbon_writer> block\n',
  );
  expect((await daemon.stop()).status).toBe(0);
});

test('a SpoolDir that cannot be one', async () => {
  const daemon = await startCarbonWriter({
    options: (dir) => `${good}SpoolDir ${quote(`${dir}/collectd.conf`)}`,
    source: bystander,
  });
  await daemon.waitForLog(/bystander: here/);
  const { log } = await daemon.stop();
  expect(log).toMatch(
    /\[warning\] CollectdError in loading module: SpoolDir ".*collectd\.conf" cannot be used: .*ENOTDIR.* \(carbon_writer\)/,
  );
});

test('two receivers that would share a spool', async () => {
  const daemon = await startCarbonWriter({
    options: (dir) => `SpoolDir ${quote(`${dir}/spool`)}
      ${good}<Receiver>
      Host "${nowhere.address}"
      Port ${nowhere.port}
      </Receiver>`,
    source: bystander,
  });
  await daemon.waitForLog(/bystander: here/);
  const { log } = await daemon.stop();
  expect(log).toContain(
    `SpoolDir "${daemon.dir}/spool" cannot be used: another receiver is ${nowhere.address}:${nowhere.port} (tcp) as well (carbon_writer)`,
  );
});
