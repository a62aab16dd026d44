/** Is the plugin in place, whole, of one installation, and for this processor? */
import { accessSync, constants, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { damage, leftOvers, readManifest } from '../install/layout.ts';
import { reasonOf } from '../output.ts';
import { packageVersion } from '../root.ts';
import { readElfFile } from '../system/elf-file.ts';
import { processesUsing, unseenCollectds } from '../system/in-use.ts';
import { problemOf } from '../system/libnode.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import { type Finding, ok, type Patient, problem, REINSTALL, warning } from './finding.ts';

const CHECK = 'plugin';

export function inspectPlugin(patient: Patient): Finding[] {
  const { pluginDir } = patient;
  const plugin = join(pluginDir, 'nodejs.so');
  const broken = inPlace(plugin, patient) ?? whole(pluginDir) ?? permissions(pluginDir);
  if (broken !== undefined) return [broken, ...interrupted(pluginDir)];
  const version = readManifest(pluginDir)?.version;
  const found = [ok(CHECK, `${plugin}${version === undefined ? '' : `, version ${version}`}`)];
  return [...found, ...interrupted(pluginDir), ...outdated(pluginDir, version)];
}

function inPlace(plugin: string, { collectd }: Patient): Finding | undefined {
  const stat = lstatSync(plugin, { throwIfNoEntry: false });
  if (stat === undefined) return problem(CHECK, `${plugin} does not exist.`, REINSTALL);
  if (!stat.isFile()) {
    const what = stat.isSymbolicLink() ? 'a link, which collectd refuses to load' : 'not a file';
    return problem(CHECK, `${plugin} is ${what}.`, `sudo rm ${plugin} && ${REINSTALL}`);
  }
  try {
    readElfFile(plugin, collectd?.elf);
    return undefined;
  } catch (error) {
    return problem(CHECK, `${plugin} ${problemOf(error)}.`, REINSTALL);
  }
}

/** What lies there beside the installation. */
function interrupted(pluginDir: string): Finding[] {
  const rest = leftOvers(pluginDir);
  const users = rest.flatMap((name) => processesUsing(join(pluginDir, name)));
  return aboutLeftOvers(pluginDir, rest, users, unseenCollectds());
}

/** @param unseen - collectds that may use them, for all that can be told here. */
export function aboutLeftOvers(
  pluginDir: string,
  rest: readonly string[],
  users: readonly number[],
  unseen: readonly number[],
): Finding[] {
  if (users.length > 0) {
    const message = `Process ${users.join(', ')} still runs an earlier installation in ${pluginDir}.`;
    return [warning(CHECK, message, 'sudo systemctl restart collectd')];
  }
  if (rest.length === 0) return [];
  // Files that were written aside have never been used.
  if (unseen.length > 0 && rest.some((name) => !name.startsWith('.'))) {
    const message = `${rest.join(', ')} in ${pluginDir} is used by nothing, or by process ${unseen.join(', ')} of another user: as root, doctor can tell.`;
    return [warning(CHECK, message, 'sudo collectd-nodejs doctor')];
  }
  const message = `An install or uninstall was interrupted and left ${rest.join(', ')} in ${pluginDir}, which nothing uses.`;
  return [warning(CHECK, message, REINSTALL)];
}

function whole(pluginDir: string): Finding | undefined {
  const directory = scriptDirOf(pluginDir);
  if (!existsSync(directory)) {
    const message = `${directory}, which goes with nodejs.so, does not exist: half of it is installed.`;
    return problem(CHECK, message, REINSTALL);
  }
  const [first] = damage(pluginDir);
  if (first !== undefined) {
    return problem(CHECK, `The installation is not whole: ${first}.`, REINSTALL);
  }
  const absent = ['boot.js', 'transpiler.js'].find((name) => !existsSync(join(directory, name)));
  if (absent === undefined) return undefined;
  const path = join(directory, absent);
  return problem(CHECK, `The installation is not whole: ${path} is missing.`, REINSTALL);
}

/** Readable here, and writable for nobody but their owner. */
function permissions(pluginDir: string): Finding | undefined {
  const directory = scriptDirOf(pluginDir);
  const shipped = join(directory, 'plugins');
  const files = [directory, ...(existsSync(shipped) ? [shipped] : [])].flatMap((one) =>
    readdirSync(one).map((name) => join(one, name)),
  );
  const paths = [join(pluginDir, 'nodejs.so'), directory, ...files];
  for (const path of paths) {
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      return problem(
        CHECK,
        `${path} cannot be read: ${reasonOf(error)}.`,
        `sudo chmod go+rX ${path}`,
      );
    }
    const { mode } = statSync(path);
    if ((mode & 0o004) === 0) {
      const message = `${path} can be read by its owner only, and collectd may run as another user.`;
      return warning(CHECK, message, `sudo chmod go+rX ${path}`);
    }
    if ((mode & 0o002) !== 0) {
      const message = `Every user of this machine may write to ${path}, and it runs with the rights of collectd.`;
      return problem(CHECK, message, `sudo chmod o-w ${path}`);
    }
  }
  return undefined;
}

function outdated(pluginDir: string, version: string | undefined): Finding[] {
  const own = packageVersion();
  if (version === undefined || version === own) return [];
  const message = `Version ${version} is installed in ${pluginDir}, and this command is version ${own}.`;
  return [warning(CHECK, message, REINSTALL)];
}
