// A project of a few files, as small as the check of rooms and doors can have it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';

const rooms = {
  houses: {
    lib: {
      idea: 'TypeScript',
      rooms: {
        shared: { floor: 0, idea: 'Used by all.', mayImport: [] },
        'values/small': { floor: 1, idea: 'A room in a room.', mayImport: ['shared'] },
        values: { floor: 2, idea: 'Values.', mayImport: ['shared', 'values/small'] },
        'index.ts': { floor: 3, idea: 'The face.', mayImport: ['shared', 'values'] },
      },
    },
    native: {
      idea: 'C++',
      headers: { node: ['v8.h'], collectd: ['"*"'] },
      rooms: {
        core: { floor: 0, idea: 'No V8.', mayImport: [] },
        node: { floor: 1, idea: 'V8.', mayImport: ['core'], packages: ['node'] },
      },
    },
  },
  around: {
    'plugins/*': { idea: 'Plugins.', mayImport: ['collectd', 'collectd-nodejs/*'] },
    scripts: { idea: 'Scripts.', mayImport: [], packages: ['*'] },
    test: { idea: 'Tests.', mayImport: ['anything'] },
  },
  exceptions: [] as { from: string; to: string; reason: string }[],
};

/** A copy, to be changed. */
export function plan(): typeof rooms {
  return structuredClone(rooms);
}

const files: Record<string, string> = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { collectd: ['./lib/index.ts'] } } }),
  'lib/README.md': 'May import (index.ts): shared, values.\n',
  'lib/index.ts': "export * from './values/list.ts';\n",
  'lib/shared/README.md': 'May import: nothing.\n',
  'lib/shared/text.ts': 'export const text = 1;\n',
  'lib/values/README.md': 'May import: shared, values/small.\n',
  'lib/values/list.ts': "import '../shared/text.ts';\nimport './small/meta.ts';\n",
  'lib/values/small/README.md': 'May import: shared.\n',
  'lib/values/small/meta.ts': "import '../../shared/text.ts';\n",
  'native/core/README.md': 'May import: nothing.\n',
  'native/core/queue/ring.h': '#include <string>\n',
  'native/core/queue/ring.cc': '#include "core/queue/ring.h"\n',
  'native/node/README.md': 'May import: core.\n',
  'native/node/worker.h': '#include <v8.h>\n\n#include "core/queue/ring.h"\n',
  'plugins/print/index.ts': "import collectd from 'collectd';\nimport './own.ts';\n",
  'plugins/print/own.ts': "import { Reader } from 'collectd-nodejs/network';\n",
  'plugins/other/index.ts': "import 'node:fs';\n",
  'scripts/build.mjs': "import { build } from 'esbuild';\n",
  'test/any.test.ts': "import '../lib/values/list.ts';\n",
};

const made: string[] = [];

/** Where it is. Files replace those above; null: there is none. */
export function house(changes: Record<string, string | null> = {}, rules: object = rooms): string {
  const root = mkdtempSync(join(tmpdir(), 'rooms-'));
  made.push(root);
  const all = { ...files, 'rooms.json': JSON.stringify(rules), ...changes };
  for (const [path, text] of Object.entries(all)) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true });
});
