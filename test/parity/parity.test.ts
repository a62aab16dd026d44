// A Python plugin and its TypeScript port in one collectd, given the same: what differs is what
// docs/porting.md says, and nothing else.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../daemon/harness/index.ts';
import { allCases } from './cases.ts';
import { AS_DOCUMENTED, compareWithPage } from './documented.ts';
import { compare, readOutcome, sentBy } from './outcome.ts';

const half = (name: string) => readFileSync(resolve(import.meta.dirname, 'modules', name), 'utf8');

const lines = `
  Plain "text" 1 -2.5 0x10 1e3 true false yes off
  Quoted "true" "" "with \\"quotes\\" and \\\\" 192.168.0.1 word
  Unicode "Grüße € 😀"
  <Nested "a" 1>
    <Deeper>
      Key 1
    </Deeper>
    key "lower"
    KEY "upper"
  </Nested>
  <Empty>
  </Empty>
</Module>`;
const blocks = `<Module parity>${lines}\n<Module PARITY>${lines}`;

test('Python and TypeScript differ where docs/porting.md says so, and nowhere else', async () => {
  const daemon = await startDaemon({
    interval: 10,
    files: {
      'cases.json': allCases(),
      'parity.py': half('parity.py'),
      'parity.ts': half('parity.ts'),
    },
    config: (dir) => `LoadPlugin python
<Plugin python>
  ModulePath "${dir}/plugins"
  Import "parity"
  ${blocks}
</Plugin>
<Plugin python>
  <Module parity>
    Again "in another block"
  </Module>
</Plugin>
${nodejs(dir, `Import "parity"\n${blocks}`)}
<Plugin nodejs>
  <Module parity>
    Again "in another block"
  </Module>
</Plugin>`,
  });
  const outcome = (name: string) => readOutcome(join(daemon.dir, `${name}.jsonl`));
  await daemon.waitFor(
    () => outcome('typescript').has('read') && outcome('python').has('read'),
    45,
  );
  const undocumented = () => {
    const [python, typescript] = [outcome('python'), outcome('typescript')];
    return compareWithPage('parity', [
      ...compare(python, typescript),
      // Both halves see what each has sent: any of the two may look.
      ...compare(sentBy('python', typescript), sentBy('typescript', typescript)),
    ]);
  };
  // What was sent in the read callbacks is still on its way to those of the other kinds.
  await expect.poll(undocumented, { timeout: 45_000 }).toEqual(AS_DOCUMENTED);
  const { log, status } = await daemon.stop(45);
  expect(status).toBe(0);
  expect(undocumented()).toEqual(AS_DOCUMENTED);

  const line =
    half('parity.ts')
      .split('\n')
      .findIndex((text) => text.includes('parity thrown')) + 1;
  const thrown = log.split('\n').filter((line) => /parity (thrown|expected)/.test(line));
  expect(thrown.sort()).toEqual([
    '[error] Unhandled nodejs exception in init callback: TypeError: parity thrown ' +
      `(parity, ${daemon.dir}/plugins/parity.ts:${line}:9, nodejs.second)`,
    '[error] Unhandled python exception in init callback: TypeError: parity thrown',
    '[warning] CollectdError in init callback: parity expected',
    '[warning] CollectdError in init callback: parity expected (parity, nodejs.soft)',
  ]);
});
