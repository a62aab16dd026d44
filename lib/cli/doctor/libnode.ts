/** Which libnode is going to be loaded, and is there a runtime for it? */
import { realpathSync } from 'node:fs';
import { findLibnode } from '../system/libnode.ts';
import { scriptDirOf } from '../system/plugin-file.ts';
import {
  type Finding,
  GET_LIBNODE,
  ok,
  type Patient,
  problem,
  REINSTALL,
  warning,
} from './finding.ts';

const CHECK = 'libnode';

/** @param wanted - of the option LibNode. */
export function inspectLibnode({ collectd, pluginDir, root }: Patient, wanted?: string): Finding[] {
  if (collectd?.elf === undefined) return [];
  const scope = { scriptDir: scriptDirOf(pluginDir), machine: collectd.elf, root };
  const { found, usable, why } = findLibnode(scope, wanted);
  if (found === undefined) return [problem(CHECK, why, adviceFor(why))];
  const { path, abi, runtime } = found;
  const findings = [ok(CHECK, `${path}, ABI ${abi}, with ${runtime}`)];
  const others = usable.slice(1).filter((other) => realpathSync(other.path) !== realpathSync(path));
  if (others.length === 0) return findings;
  const message = `There are several that could be used; collectd takes ${path}, not ${others.map((one) => one.path).join(', ')}.`;
  const advice = `to choose, write into <Plugin nodejs>: LibNode "${path}"`;
  return [...findings, warning(CHECK, message, advice)];
}

/** The command in it, or the one that gets a libnode. */
export function adviceFor(why: string): string {
  const repair = /\((apt install --reinstall [^)]*)\)/.exec(why)?.[1];
  if (repair !== undefined) return `sudo ${repair}`;
  const command = /\. (?:Install|Build) it: (.*)$/.exec(why)?.[1];
  if (command !== undefined) return command;
  const broken = /: install or build collectd-nodejs again/.test(why);
  return broken ? REINSTALL : GET_LIBNODE;
}
