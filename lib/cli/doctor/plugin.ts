/** Is the plugin in place, whole, of one installation, and for this processor? */
import { accessSync, constants, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { damage, leftOvers, readManifest } from '../install/layout.ts';
import { reasonOf } from '../output.ts';
import { packageVersion } from '../root.ts';
import { readElfFile } from '../system/elf-file.ts';
import { processesUsing } from '../system/in-use.ts';
import { problemOf } from '../system/libnode.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import { type Finding, ok, type Patient, problem, warning } from './finding.ts';

const check = 'plugin';
const again = 'sudo collectd-nodejs install';

export function inspectPlugin(patient: Patient): Finding[] {
  const { pluginDir } = patient;
  const plugin = join(pluginDir, 'nodejs.so');
  const broken = inPlace(plugin, patient) ?? whole(pluginDir) ?? permissions(pluginDir);
  if (broken !== undefined) return [broken, ...interrupted(pluginDir)];
  const version = readManifest(pluginDir)?.version;
  const found = [ok(check, `${plugin}${version === undefined ? '' : `, version ${version}`}`)];
  return [...found, ...interrupted(pluginDir), ...outdated(pluginDir, version)];
}

function inPlace(plugin: string, { collectd }: Patient): Finding | undefined {
  const stat = lstatSync(plugin, { throwIfNoEntry: false });
  if (stat === undefined) return problem(check, `${plugin} does not exist.`, again);
  if (!stat.isFile()) {
    const what = stat.isSymbolicLink() ? 'a link, which collectd refuses to load' : 'not a file';
    return problem(check, `${plugin} is ${what}.`, `sudo rm ${plugin} && ${again}`);
  }
  try {
    readElfFile(plugin, collectd?.elf);
    return undefined;
  } catch (error) {
    return problem(check, `${plugin} ${problemOf(error)}.`, again);
  }
}

/** What lies there beside the installation. */
function interrupted(pluginDir: string): Finding[] {
  const rest = leftOvers(pluginDir);
  const users = rest.flatMap((name) => processesUsing(join(pluginDir, name)));
  if (users.length > 0) {
    const message = `Process ${users.join(', ')} still runs an earlier installation in ${pluginDir}.`;
    return [warning(check, message, 'sudo systemctl restart collectd')];
  }
  if (rest.length === 0) return [];
  const message = `An install or uninstall was interrupted and left ${rest.join(', ')} in ${pluginDir}, which nothing uses.`;
  return [warning(check, message, again)];
}

function whole(pluginDir: string): Finding | undefined {
  const directory = scriptDirOf(pluginDir);
  if (!existsSync(directory)) {
    const message = `${directory}, which goes with nodejs.so, does not exist: half of it is installed.`;
    return problem(check, message, again);
  }
  const [first] = damage(pluginDir);
  if (first !== undefined) {
    return problem(check, `The installation is not whole: ${first}.`, again);
  }
  const absent = ['boot.js', 'transpiler.js'].find((name) => !existsSync(join(directory, name)));
  if (absent === undefined) return undefined;
  const path = join(directory, absent);
  return problem(check, `The installation is not whole: ${path} is missing.`, again);
}

/** Readable here, and writable for nobody but their owner. */
function permissions(pluginDir: string): Finding | undefined {
  const directory = scriptDirOf(pluginDir);
  const files = readdirSync(directory).map((name) => join(directory, name));
  const paths = [join(pluginDir, 'nodejs.so'), directory, ...files];
  for (const path of paths) {
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      return problem(
        check,
        `${path} cannot be read: ${reasonOf(error)}.`,
        `sudo chmod go+rX ${path}`,
      );
    }
    const { mode } = statSync(path);
    if ((mode & 0o004) === 0) {
      const message = `${path} can be read by its owner only, and collectd may run as another user.`;
      return warning(check, message, `sudo chmod go+rX ${path}`);
    }
    if ((mode & 0o002) !== 0) {
      const message = `Every user of this machine may write to ${path}, and it runs with the rights of collectd.`;
      return problem(check, message, `sudo chmod o-w ${path}`);
    }
  }
  return undefined;
}

function outdated(pluginDir: string, version: string | undefined): Finding[] {
  const own = packageVersion();
  if (version === undefined || version === own) return [];
  const message = `Version ${version} is installed in ${pluginDir}, and this command is version ${own}.`;
  return [warning(check, message, again)];
}
