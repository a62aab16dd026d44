// Options that are wrong: a message that names them, and everything else goes on.
import { expect, test } from 'vitest';
import { nodejs, quote, shippedPlugins, startDaemon } from '../daemon/harness/index.ts';
import { unusedEndpoint } from '../network/endpoint.ts';
import { receiver, startCarbonWriter } from './carbon-writer.ts';

const bystander = `
import collectd from 'collectd';
collectd.register_read(() => collectd.info('bystander: here'));
`;

const IN = 'in <Module "carbon_writer">';
const PORT = 'give a whole number from 1 to 65535.';
/** Values of lines are checked before the module gets them. */
const speaker = (text: string) => (text.includes(IN) ? 'nodejs' : 'carbon_writer');

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
      `LineReceiverPort 65536 ${IN}: ${PORT}`,
      `LineReceiverPort 0 ${IN}: ${PORT}`,
      `LineReceiverPort "2003.5" ${IN}: ${PORT}`,
      `LineReceiverPort "" ${IN}: ${PORT}`,
    ],
  ],
  [
    'a protocol',
    `${good}LineReceiverProtocol "sctp"`,
    [`LineReceiverProtocol "sctp" ${IN}: give "tcp", "udp" or "pickle". Did you mean "tcp"?`],
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
      `MetricPrefix "a" "b" ${IN}: collectd reads 2 values here; give one, and quote it if it is one.`,
      `HostSeparator " " ${IN}: give text without blanks and semicolons.`,
      `UseTags 3 ${IN}: give true or false.`,
      `FlushInterval 0 ${IN}: give a number from 0.01 to 86400.`,
      `BufferSize 1.5 ${IN}: give a whole number from 1 to 100000000.`,
    ],
  ],
  [
    'a receiver',
    '<Receiver>\nHost "a"\nPort 0\n</Receiver>',
    [`Port 0 in <Receiver> ${IN}: ${PORT}`],
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
    [`TLSCACert "/nowhere/ca.pem" ${IN}: it cannot be read (ENOENT).`],
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
  const said = log.split('\n').filter((line) => / in <Module| carbon_writer plugin:/.test(line));
  expect(said).toEqual(errors.map((text) => `[error] ${speaker(text)} plugin: ${text}`));
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
    '[error] carbon_writer plugin: LineReceiverHost is missing: the host on which Carbon listens\n',
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
