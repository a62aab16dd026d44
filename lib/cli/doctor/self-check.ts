/**
 * Starts collectd for a moment, with a configuration of its own, nothing but this plugin
 * and a module that sends a value through it. What a look at files cannot show: a collectd
 * that was built with other structures (DATA_MAX_NAME_LEN), a libnode that does not load.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../system/command.ts';
import { type Finding, ok, type Patient, problem } from './finding.ts';

const CHECK = 'self-check';
const PASSED = 'a value came through';
/** Seconds; a Pi under load. */
const PATIENCE_SECONDS = 60;

/** The read waits for the value: a collectd that stops drops what its write threads still have. */
const MODULE = `const { Values, info, register_read, register_write } = require('collectd');
let arrived;
const arrival = new Promise((resolve) => { arrived = resolve; });
register_read(async () => {
  new Values({ host: 'doctor', plugin: 'doctor', type: 'gauge', values: [42] }).dispatch();
  await arrival;
});
register_write((vl) => {
  if (vl.host !== 'doctor' || vl.type !== 'gauge' || vl.values[0] !== 42) return;
  info('${PASSED}');
  arrived();
});
`;

export function selfCheck({ collectd, pluginDir }: Patient, libnode?: string): Finding[] {
  if (collectd === undefined) return [];
  const dir = mkdtempSync(join(tmpdir(), 'collectd-nodejs-doctor-'));
  try {
    mkdirSync(join(dir, 'modules'));
    writeFileSync(join(dir, 'modules/doctor.js'), MODULE);
    writeFileSync(join(dir, 'collectd.conf'), configuration(dir, pluginDir, libnode));
    const { status, stdout, stderr } = ask(
      collectd.path,
      ['-T', '-C', join(dir, 'collectd.conf'), '-P', join(dir, 'pid')],
      { cwd: dir, seconds: PATIENCE_SECONDS },
    );
    return [judge(collectd.path, status, stdout + stderr)];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function judge(path: string, status: number | null, log: string): Finding {
  if (/built with another layout of data sets/.test(log)) {
    return problem(
      CHECK,
      `${path} was built with other structures than the plugin (DATA_MAX_NAME_LEN, perhaps).`,
      "sudo apt install --reinstall collectd-core, or build the plugin against this collectd's headers: npm run build in a clone of collectd-nodejs",
    );
  }
  if (log.includes(PASSED)) return ok(CHECK, `collectd starts with the plugin, and ${PASSED}`);
  const lines = log
    .split('\n')
    .filter((line) => /nodejs|error|rror:/.test(line) && !/successfully loaded/.test(line));
  const said = lines.at(0)?.trim() ?? 'it said nothing';
  const how =
    status === null
      ? `did not end within ${PATIENCE_SECONDS} s, or crashed`
      : `ended with status ${status}`;
  return problem(
    CHECK,
    `collectd with nothing but this plugin ${how}: ${said}`,
    'correct what it says there, then collectd-nodejs doctor again',
  );
}

function configuration(dir: string, pluginDir: string, libnode: string | undefined): string {
  return `Hostname "localhost"
FQDNLookup false
BaseDir "${dir}"
PluginDir "${pluginDir}"
LoadPlugin nodejs
<Plugin nodejs>
  ModulePath "${dir}/modules"
  Import "doctor"
${libnode === undefined ? '' : `  LibNode "${libnode}"\n`}</Plugin>
`;
}
