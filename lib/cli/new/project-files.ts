/** What a new plugin consists of: file and text. */
import { basename } from 'node:path';
import { packageVersion } from '../root.ts';

export function projectFiles(name: string, dir: string): Record<string, string> {
  // The name of a module that is imported by its path, whatever its package.json says.
  const moduleName = basename(dir);
  return {
    'package.json': manifest(name),
    'tsconfig.json': TSCONFIG,
    'index.ts': plugin(name, moduleName),
    'test/index.test.mjs': test(name),
    'test/collectd.conf': TEST_CONFIGURATION,
    'collectd.conf': snippet(dir, moduleName),
    'README.md': readme(name),
    '.gitignore': 'node_modules/\n',
  };
}

function manifest(name: string): string {
  const json = {
    name,
    version: '0.1.0',
    private: true,
    description: 'A plugin for collectd',
    type: 'module',
    main: 'index.ts',
    scripts: {
      start: 'collectd-nodejs run --interval 1 .',
      test: 'node --test',
      types: 'tsc --noEmit',
    },
    devDependencies: {
      // Of the oldest libnode: newer ones have all that it has, see docs/types.md.
      '@types/node': '^18.0.0',
      'collectd-nodejs': `^${packageVersion()}`,
      typescript: '^5.9.0',
    },
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "lib": ["es2022"],
    "types": ["node", "collectd-nodejs"],
    "strict": true,
    "noEmit": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true
  },
  "include": ["*.ts"]
}
`;

const TEST_CONFIGURATION = `# The file by itself, so that the name of the directory does not matter.
<Plugin nodejs>
  ModulePath "."
  Import "index"
  <Module "index">
    Sides 2
  </Module>
</Plugin>
`;

/** In an identifier a dash begins the instance. */
const field = (name: string): string => name.replaceAll('-', '_');

/** A string as collectd.conf has it. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const plugin = (
  name: string,
  moduleName: string,
): string => `import collectd, { integer, register_config, Values } from 'collectd';

let sides = 6;

// Called for each <Module ${quoted(moduleName)}> block of collectd.conf; without one, with the defaults.
register_config(
  { Sides: integer({ min: 2, default: 6, description: 'how many sides the dice has' }) },
  (config) => {
    sides = config.Sides;
  },
);

// Called in every interval. It may be async, and may throw: then collectd logs why.
collectd.register_read(() => {
  const eyes = 1 + Math.floor(Math.random() * sides);
  new Values({ type: 'gauge', plugin: '${field(name)}', type_instance: 'eyes' }).dispatch({ values: [eyes] });
});
`;

const test = (
  name: string,
): string => `// Runs the plugin without collectd: every read callback once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const plugin = fileURLToPath(new URL('../', import.meta.url));
const config = fileURLToPath(new URL('collectd.conf', import.meta.url));

async function dispatched(...options) {
  const args = ['run', '--once', '--json', '--hostname', 'testhost', ...options, plugin];
  const { stdout } = await promisify(execFile)('collectd-nodejs', args, { cwd: plugin });
  return stdout.trim().split('\\n').map((line) => JSON.parse(line));
}

test('it dispatches one value in each interval', async () => {
  const [list, ...more] = await dispatched();
  assert.deepEqual(more, []);
  assert.equal(list.host, 'testhost');
  assert.equal(list.plugin, '${field(name)}');
  assert.equal(list.type, 'gauge');
  assert.ok(list.values[0] >= 1 && list.values[0] <= 6);
});

test('its configuration', async () => {
  const [list] = await dispatched('--config', config);
  assert.ok(list.values[0] <= 2);
});
`;

const snippet = (dir: string, moduleName: string): string => `# For /etc/collectd/collectd.conf.d/
LoadPlugin nodejs
<Plugin nodejs>
  Import ${quoted(dir)}
  <Module ${quoted(moduleName)}>
    Sides 6
  </Module>
</Plugin>
`;

const readme = (name: string): string => `# ${name}

A plugin for [collectd](https://collectd.org), in TypeScript.

\`\`\`sh
npm install     # types and tools for development; the plugin itself needs none
npm start       # runs it without collectd, once a second, until Ctrl-C
npm test
npm run types   # checks the types
\`\`\`

The types are those of Node.js 18, the oldest that collectd-nodejs runs with: code that
compiles runs in every libnode. Where all your machines have a newer one, give \`@types/node\` in package.json
its major version, and \`lib\` in tsconfig.json what it knows.

Into collectd: \`sudo collectd-nodejs install --libnode\`, then copy \`collectd.conf\` to
\`/etc/collectd/collectd.conf.d/${name}.conf\` and \`sudo systemctl restart collectd\`.
Before that, \`collectd-nodejs check\` tells whether the configuration is right.
`;
