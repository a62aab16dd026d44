// @ts-check
// `npm run test:matrix`: the shipped plugin in real daemons of every suite and
// architecture. With --suite and --arch only some of them. After a complete run, what it
// found is in docs/matrix.md.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run, runMain } from './setup/run.mjs';
import { setUp } from './setup.mjs';
import { nameOf } from './suites/runnable.mjs';
import { hostArchitecture, select } from './suites/suites.mjs';

await runMain(async () => {
  const targets = select(process.argv.slice(2), { debian: true });
  await setUp({ tests: true });
  const directory = mkdtempSync(join(tmpdir(), 'collectd-matrix-'));
  const table = join(directory, 'table.md');
  try {
    run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/matrix'], {
      env: {
        ...process.env,
        COLLECTD_NODEJS_MATRIX: targets.map(nameOf).join(','),
        COLLECTD_NODEJS_MATRIX_TABLE: table,
      },
      advice: 'The tests say above what is wrong.',
    });
  } finally {
    if (existsSync(table)) document(readFileSync(table, 'utf8'));
    rmSync(directory, { recursive: true });
  }
});

/** @param {string} table */
function document(table) {
  const page = join(root, 'docs/matrix.md');
  const text = readFileSync(page, 'utf8');
  const [before] = text.split('<!-- matrix:begin -->');
  const after = text.split('<!-- matrix:end -->')[1] ?? '\n';
  const host = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
  const when = `${new Date().toISOString().slice(0, 10)}: ${host}; what is not ${hostArchitecture().name} runs in qemu-user.`;
  writeFileSync(
    page,
    `${before}<!-- matrix:begin -->\n${when}\n\n${table}<!-- matrix:end -->${after}`,
  );
}
