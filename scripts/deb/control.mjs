// @ts-check
// The texts of a Debian package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requiredVersion } from '../prebuild/symbols.mjs';
import { ask, root } from '../setup/run.mjs';

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// Debian's own way to say who builds a package.
const { DEBFULLNAME = manifest.author, DEBEMAIL = 'collectd-nodejs@noreply.invalid' } = process.env;
const maintainer = `${DEBFULLNAME} <${DEBEMAIL}>`;

/** What lintian is wrong about. */
export const OVERRIDES = `# Not a package for Node.js to find: the plugin's own files, beside nodejs.so.
collectd-nodejs: node-package-install-in-nodejs-rootdir *
# Only asked whether the caller may write there, before apt is started.
collectd-nodejs: uses-dpkg-database-directly *
`;

export const DEB_VERSION = `${manifest.version}-1`;

/**
 * @param {import('../suites/suites.mjs').Architecture} arch
 * @param {import('../suites/suites.mjs').Suite[]} suites
 * @param {string[]} libraries
 * @param {number} size  KiB
 */
export function control(arch, suites, libraries, size) {
  const depends = [
    'collectd-core (>= 5.12)',
    'collectd-core (<< 5.13~)',
    // Each release has one of them. When it is upgraded, apt brings that of the new one.
    suites.map(({ abi }) => `libnode${abi}`).join(' | '),
    `libc6 (>= ${requiredVersion(libraries, 'GLIBC')})`,
    'libgcc-s1',
    'libstdc++6 (>= 12)',
  ];
  return `Package: collectd-nodejs
Version: ${DEB_VERSION}
Architecture: ${arch.name}
Maintainer: ${maintainer}
Installed-Size: ${size}
Depends: ${depends.join(', ')}
Recommends: collectd, nodejs
Section: utils
Priority: optional
Description: TypeScript plugins inside the collectd daemon
 LoadPlugin nodejs lets people extend collectd with plugins in TypeScript or
 JavaScript, the way its python plugin does with Python. Node.js runs inside
 the daemon; each plugin has its own thread, heap and event loop, so that a
 broken one hurts neither collectd nor the others.
 .
 The command collectd-nodejs checks configurations and installations, and runs
 plugins without collectd; it needs the package nodejs, the plugin does not.
 .
 See collectd-nodejs(5) and collectd-nodejs(1).
`;
}

export function copyright() {
  const license = readFileSync(join(root, 'LICENSE'), 'utf8');
  const holder = license.match(/^Copyright \(c\) (.*)$/m)?.[1] ?? manifest.author;
  const text = license
    .slice(license.indexOf('Permission'))
    .trim()
    .split('\n')
    .map((line) => ` ${line || '.'}`)
    .join('\n');
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: collectd-nodejs

Files: *
Copyright: ${holder}
License: Expat

License: Expat
${text}
`;
}

export function changelog() {
  const date = new Date(released() * 1000).toUTCString().replace('GMT', '+0000');
  return `collectd-nodejs (${DEB_VERSION}) unstable; urgency=medium

  * Version ${manifest.version}; see changelog.gz.

 -- ${maintainer}  ${date}
`;
}

/** When what is packed was last changed: seconds since 1970. */
export function released() {
  const { ok, stdout } = ask('git', ['log', '-1', '--format=%ct'], { cwd: root });
  return (
    Number(process.env.SOURCE_DATE_EPOCH) || (ok && Number(stdout)) || Math.floor(Date.now() / 1000)
  );
}
