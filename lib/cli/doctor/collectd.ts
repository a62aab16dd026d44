/** Is there a collectd, does it run, and is it the one that the plugin is made for? */
import { wrongVersion } from '../install/target.ts';
import { searchedForCollectd } from '../system/collectd.ts';
import { type Finding, ok, type Patient, problem } from './finding.ts';

const CHECK = 'collectd';

export function inspectCollectd({ collectd, root }: Patient): Finding[] {
  if (collectd === undefined) {
    const message = `There is no collectd: looked for ${searchedForCollectd(root)}.`;
    return [problem(CHECK, message, 'sudo apt install collectd')];
  }
  const { path, version, problem: reason } = collectd;
  if (reason !== '') {
    const advice = 'sudo apt install --reinstall collectd-core';
    return [problem(CHECK, `${path} does not run: ${reason}.`, advice)];
  }
  const wrong = wrongVersion(collectd);
  if (wrong !== undefined) {
    return [problem(CHECK, wrong, 'apt-cache policy collectd-core')];
  }
  return [ok(CHECK, `${path}, version ${version}`)];
}
