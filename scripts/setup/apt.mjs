// @ts-check
// Debian packages: what is there, what could be, and installing it.
import { ask, asRoot, run, SetupError, say } from './run.mjs';

const OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
let updated = false;

/** @param {string[]} names */
export function missing(names) {
  const format = '${Package} ${db:Status-Status}\n'; // dpkg's own placeholders
  const lines = ask('dpkg-query', ['-W', '-f', format, ...names]).stdout.split('\n');
  return names.filter((name) => !lines.includes(`${name} installed`));
}

/** @param {string} name */
export function isInstalled(name) {
  return missing([name]).length === 0;
}

/** The package lists, once a run: an old list names versions that are gone. */
export function update() {
  if (updated) return;
  updated = true;
  say('apt-get update: the package lists are missing or old');
  const [command, ...args] = asRoot(
    ['apt-get', ...OPTIONS, '-q', 'update'],
    'Updating the package lists',
  );
  try {
    run(command, args, { advice: '' });
  } catch {
    // Perhaps only one of many sources is out of reach: whether that matters shows next.
    say('apt-get update failed, at least in part (see above); going on with the lists there are');
  }
}

/**
 * What apt says to installing these packages: whether it can, and what it
 * would take away for it.
 * @param {string[]} names
 */
export function simulate(names) {
  const { ok, stdout, stderr } = ask('apt-get', [
    '-s',
    '--no-install-recommends',
    'install',
    ...names,
  ]);
  const removed = stdout.match(/^Remv \S+/gm)?.map((line) => line.slice(5)) ?? [];
  const unknown = /Unable to locate package|has no installation candidate/.test(stdout + stderr);
  const reason = stdout
    .match(/^ \S+ : .*(?:\n {2,}\S.*)*/m)?.[0]
    .replace(/\s+/g, ' ')
    .trim();
  return { ok, removed, unknown, reason: reason ?? stderr.trim() };
}

/**
 * Installs those that are missing.
 * @param {Record<string, string>} packages  name: what it is for
 */
export function install(packages) {
  const names = missing(Object.keys(packages));
  if (names.length === 0) return;
  for (const name of names) say(`installing ${name}: ${packages[name]}`);
  if (simulate(names).unknown) update();
  const plan = simulate(names);
  if (!plan.ok) {
    throw new SetupError(
      `apt cannot install ${names.join(' ')}: ${plan.reason}\n  Debian 12, 13 and 14 have these packages; see "apt-get install -s ${names.join(' ')}".`,
    );
  }
  if (!tryInstall(names)) {
    update();
    if (!tryInstall(names)) {
      throw new SetupError(
        `apt-get install ${names.join(' ')} failed (see above).\n  Repair that, then repeat this command.`,
      );
    }
  }
}

/** @param {string[]} names */
function tryInstall(names) {
  const apt = ['apt-get', ...OPTIONS, '-qq', '-y', '--no-install-recommends', 'install', ...names];
  const [command, ...args] = asRoot(
    ['env', 'DEBIAN_FRONTEND=noninteractive', ...apt],
    'Installing packages',
  );
  try {
    run(command, args, { advice: '' });
    return true;
  } catch (error) {
    if (updated) throw error;
    return false;
  }
}

/**
 * Downloads package files into a directory. Returns false when apt has none of that name.
 * @param {string} name
 * @param {string} directory
 */
export function download(name, directory) {
  // Root's apt would drop to a user who cannot write into that directory.
  const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  const args = [...sandbox, '-q', 'download', name];
  if (ask('apt-get', args, { cwd: directory }).ok) return true;
  update();
  return ask('apt-get', args, { cwd: directory }).ok;
}
