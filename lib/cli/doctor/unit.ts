/** Does the systemd unit of collectd forbid what Node needs? */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, ok, type Patient, problem, warning } from './finding.ts';

const CHECK = 'systemd unit';
const NAME = 'collectd.service';
/** What comes first wins. */
const DIRECTORIES = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];

interface Setting {
  readonly value: string;
  readonly file: string;
}

/** @param modulePaths - of the configuration. */
export function inspectUnit({ root }: Patient, modulePaths: readonly string[]): Finding[] {
  const files = unitFiles(root);
  if (files.length === 0) return [];
  const settings = readSettings(files);
  const findings = [jit(settings), home(settings, modulePaths)].filter((one) => one !== undefined);
  return findings.length > 0 ? findings : [ok(CHECK, `${files[0]} lets Node run`)];
}

function jit(settings: ReadonlyMap<string, Setting>): Finding | undefined {
  const setting = settings.get('MemoryDenyWriteExecute');
  if (setting === undefined || !isTrue(setting.value)) return undefined;
  const message = `MemoryDenyWriteExecute=${setting.value} in ${setting.file} forbids Node's compiler: modules run slower, and without WebAssembly and fetch().`;
  return warning(CHECK, message, override('MemoryDenyWriteExecute=no'));
}

function home(
  settings: ReadonlyMap<string, Setting>,
  modulePaths: readonly string[],
): Finding | undefined {
  const setting = settings.get('ProtectHome');
  const hidden = modulePaths.find((path) => /^\/(home|root|run\/user)(\/|$)/.test(path));
  if (setting === undefined || hidden === undefined || /^(no|false|0|off)$/i.test(setting.value)) {
    return undefined;
  }
  if (setting.value === 'read-only') return undefined;
  const message = `ProtectHome=${setting.value} in ${setting.file} hides the ModulePath ${hidden} from collectd.`;
  return problem(
    CHECK,
    message,
    `move your modules to /opt/collectd/plugins, or ${override('ProtectHome=read-only')}`,
  );
}

const override = (line: string): string =>
  `sudo systemctl edit collectd, write the lines "[Service]" and "${line}", then sudo systemctl restart collectd`;

const isTrue = (value: string): boolean => /^(yes|true|1|on)$/i.test(value);

/** The unit itself, then its drop-ins in the order in which systemd reads them. */
function unitFiles(root: string): string[] {
  const unit = DIRECTORIES.map((dir) => join(root, dir, NAME)).find((file) => existsSync(file));
  if (unit === undefined) return [];
  const dropIns = new Map<string, string>();
  for (const dir of DIRECTORIES.map((one) => join(root, one, `${NAME}.d`))) {
    if (!existsSync(dir)) continue;
    for (const one of readdirSync(dir)) {
      if (one.endsWith('.conf') && !dropIns.has(one)) dropIns.set(one, join(dir, one));
    }
  }
  const sorted = [...dropIns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  return [unit, ...sorted];
}

/** The last setting wins. */
function readSettings(files: readonly string[]): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const file of files) {
    let section = '';
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1] ?? section;
      const [, key, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (section === 'Service' && key !== undefined) settings.set(key, { value, file });
    }
  }
  return settings;
}
