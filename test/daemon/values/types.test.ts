// What the compiler is told of types.db, against what collectd makes of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ParsedTypes, parseTypes } from '../../../lib/cli/types/parse.ts';
import { nodejs, quote, startDaemon } from '../harness/index.ts';
import { reporting, waitForReport } from '../harness/reported.ts';

const lines = [
  'x_plain value:GAUGE:0:U',
  'x_lower value:gauge:0:u',
  '  x_indented \t a:COUNTER:0:U, \t b:ABSOLUTE:-1.5:1e3\r',
  'x_no_comma a:DERIVE:0:U b:DERIVE:0:U',
  'x_last_comma a:DERIVE:0:U,',
  'x_kind value:GAUGES:0:U',
  'x_few value:GAUGE:0',
  'x_many value:GAUGE:0:U:U',
  'x_empty :GAUGE:0:U',
  'x_commas a:GAUGE:0:U,b:GAUGE:0:U',
  'x_comma_alone a:GAUGE:0:U , b:GAUGE:0:U',
  'x_lonely',
  'x_twice value:GAUGE:0:U',
  'x_twice a:GAUGE:0:U, b:GAUGE:0:U',
  '#x_comment value:GAUGE:0:U',
  `x_long ${Array.from({ length: 300 }, (_, n) => `name${n}:GAUGE:0:U`).join(', ')}`,
  `x_63 ${Array.from({ length: 63 }, (_, n) => `n${n}:GAUGE:0:U`).join(', ')}`,
];

test('both know the same types with the same data sources', async () => {
  const types: ParsedTypes = new Map();
  expect(parseTypes(readFileSync('/usr/share/collectd/types.db', 'utf8'), types)).toEqual([]);
  const troubles = parseTypes(lines.join('\n'), types);
  expect(troubles.map((trouble) => trouble.split(':')[0])).toEqual([
    '6',
    '7',
    '8',
    '9',
    '10',
    '11',
    '12',
    '16',
  ]);
  const names = [...types.keys(), ...lines.map((line) => line.trim().split(/\s/)[0])];
  const daemon = await startDaemon({
    config: (dir) => {
      writeFileSync(join(dir, 'types.db'), `${lines.join('\n')}\n`);
      return `TypesDB ${quote(join(dir, 'types.db'))}\n${nodejs(dir, 'Import "x"')}`;
    },
    files: {
      ...reporting,
      'x.ts': `import { get_dataset } from 'collectd';
        import { report } from './report.ts';
        const of = (name: string) => {
          try { return get_dataset(name); } catch { return null; }
        };
        report('sets', (${JSON.stringify(names)} as string[]).map((name) => [name, of(name)]));`,
    },
  });
  const [sets] = await waitForReport<[string, unknown][]>(daemon, 'sets');
  expect(new Map(sets)).toEqual(new Map(names.map((name = '') => [name, types.get(name) ?? null])));
});
