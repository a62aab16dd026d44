/** Is there a collectd, does it run, and is it the one that the plugin is made for? */
import { foreignProcessor, INSTALL_COLLECTD, wrongVersion } from '../install/target.ts';
import { searchedForCollectd } from '../system/collectd.ts';
import { type Finding, ok, type Patient, problem } from './finding.ts';

const CHECK = 'collectd';

export function inspectCollectd({ collectd, root }: Patient): Finding[] {
  if (collectd === undefined) {
    const message = `There is no collectd: looked for ${searchedForCollectd(root)}.`;
    return [problem(CHECK, message, INSTALL_COLLECTD)];
  }
  const { path, version, problem: reason } = collectd;
  const foreign = foreignProcessor(collectd);
  if (foreign !== undefined) return [problem(CHECK, foreign, INSTALL_COLLECTD)];
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
