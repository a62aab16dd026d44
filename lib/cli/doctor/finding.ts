import { isDebianPackage } from '../root.ts';
import type { Collectd } from '../system/collectd.ts';

/** What one look at an installation has shown. */
export interface Finding {
  /** What was looked at, a word or two. */
  readonly check: string;
  /** problem: the plugin will not work; warning: it may, or not as well as it could. */
  readonly level: 'ok' | 'warning' | 'problem';
  /** One sentence. */
  readonly message: string;
  /** What to type or to do; of everything but ok. */
  readonly advice?: string;
}

export interface Patient {
  readonly collectd: Collectd | undefined;
  readonly pluginDir: string;
  /** The configuration that collectd reads. */
  readonly config: string;
  /** Empty, or the directory that is taken for the system's root. */
  readonly root: string;
}

export const ok = (check: string, message: string): Finding => ({ check, level: 'ok', message });

export const problem = (check: string, message: string, advice: string): Finding => ({
  check,
  level: 'problem',
  message,
  advice,
});

export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  level: 'warning',
  message,
  advice,
});

/** How to put the files of the plugin in place again. */
export const REINSTALL = isDebianPackage
  ? 'sudo apt install --reinstall ./collectd-nodejs_*.deb'
  : 'sudo collectd-nodejs install';

/** How to get a libnode. */
export const GET_LIBNODE = isDebianPackage
  ? 'sudo apt --fix-broken install'
  : 'sudo collectd-nodejs install --libnode';
