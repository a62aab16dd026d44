/** Would the configuration start the plugin, and are its ModulePaths as they should be? */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfiguration } from '../check/check.ts';
import { isWritableByOthers } from '../check/module-paths.ts';
import { PluginOptions } from '../check/options.ts';
import { loadPlugins } from '../conf/daemon.ts';
import { Findings, formatFinding } from '../conf/findings.ts';
import { readConfiguration } from '../conf/read.ts';
import { reasonOf } from '../output.ts';
import { isDebianPackage } from '../root.ts';
import { type Finding, ok, type Patient, problem, warning } from './finding.ts';

const CHECK = 'configuration';

export interface Configured {
  readonly modulePaths: readonly string[];
  /** Of the option LibNode. */
  readonly libnode: string | undefined;
}

/** What the `<Plugin nodejs>` blocks say; what is wrong with them is for inspectConfiguration(). */
export function readConfigured({ config, collectd }: Patient): Configured {
  if (!existsSync(config)) return { modulePaths: [], libnode: undefined };
  const findings = new Findings();
  const items = readConfiguration(config, findings) ?? [];
  const plugin = new PluginOptions(findings);
  for (const block of loadPlugins(items, collectd?.pluginDir, findings).blocks) plugin.read(block);
  return { modulePaths: plugin.modulePaths.all, libnode: plugin.libnode };
}

export async function inspectConfiguration(patient: Patient): Promise<Finding[]> {
  const { config, collectd } = patient;
  if (!existsSync(config)) {
    const advice = 'sudo apt install collectd, or name yours with --config';
    return [warning(CHECK, `${config} does not exist.`, advice)];
  }
  const { all } = await checkConfiguration(config, { pluginDir: collectd?.pluginDir, collectd });
  const errors = all.filter(({ level }) => level === 'error');
  if (errors.length > 0) {
    return errors.map((one) =>
      problem(CHECK, formatFinding(one), `collectd-nodejs check ${config}`),
    );
  }
  if (all.some(({ message }) => message.startsWith('no LoadPlugin nodejs'))) {
    const advice = isDebianPackage
      ? 'write LoadPlugin nodejs and a <Plugin nodejs> block into /etc/collectd/collectd.conf.d/nodejs.conf'
      : 'sudo collectd-nodejs install --conf';
    return [warning(CHECK, `${config} does not load the plugin.`, advice)];
  }
  return [ok(CHECK, `${config} has no errors`)];
}

export function inspectModulePaths({ modulePaths }: Configured): Finding[] {
  return modulePaths.map((path) => inspectModulePath(path));
}

function inspectModulePath(path: string): Finding {
  const what = 'ModulePath';
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    return problem(what, `${path} cannot be read: ${reasonOf(error)}.`, `sudo chmod go+rX ${path}`);
  }
  const writable = [path, ...readdirSync(path).map((name) => join(path, name))].find(
    isWritableByOthers,
  );
  if (writable !== undefined) {
    const message = `Every user of this machine may write to ${writable}, and what stands there runs with the rights of collectd.`;
    return problem(what, message, `sudo chmod o-w ${writable}`);
  }
  const { mode } = statSync(path);
  if ((mode & 0o005) !== 0o005) {
    const message = `${path} can be read by its owner and group only, and collectd may run as another user.`;
    return warning(what, message, `sudo chmod go+rX ${path}`);
  }
  return ok(what, path);
}
