// What collectd is started through when scripts/sanitize.mjs runs the tests, and what it reported.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'sanitizer-report';

const COLLECTD = '/usr/sbin/collectd';

/**
 * The program to start: in a sanitized run a script, so that what starts it (a shell, a pty)
 * has no sanitizer itself, which it would not survive.
 */
export function collectdIn(dir: string): string {
  const { COLLECTD_TEST_PRELOAD: preload, COLLECTD_TEST_SANITIZER: settings } = process.env;
  if (!preload || !settings) return COLLECTD;
  const options = Object.entries(JSON.parse(settings) as Record<string, string>).map(
    ([name, value]) => `'${name}=${value}:log_path=${join(dir, FILE)}'`,
  );
  const script = join(dir, 'collectd');
  // ThreadSanitizer knows where things are only without randomized addresses.
  const start = `exec setarch -R env ${options.join(' ')} 'LD_PRELOAD=${preload}'`;
  writeFileSync(script, `#!/bin/sh\n${start} ${COLLECTD} "$@"\n`, { mode: 0o755 });
  return script;
}

/** Frames of the allocator, and of libraries through which anybody allocates. */
const TRANSPARENT = /\/libsanitizer\/|\/lib(?:asan|stdc\+\+|c)\.so/;
/** The C library's sources, where its debug information is installed, have relative names. */
const C_LIBRARY = / (?:\.\/)?[a-z][\w-]*(?:\/[\w.-]+)+:\d+$/;
/** A frame without source: of the rest only our code is built with debug information. */
const MODULE = /\((?<name>[^)\s]+)\+0x[0-9a-f]+\)|<unknown module>/;
const OURS = /\/(?:nodejs\.so|runtime\.abi\d+\.\w+\.node)$/;

function isOurs(leak: string): boolean {
  const frames = leak.split('\n').filter((line) => /^ +#\d+ /.test(line));
  const allocating = frames.find((line) => !TRANSPARENT.test(line)) ?? '<unknown module>';
  const module = MODULE.exec(allocating);
  if (C_LIBRARY.test(allocating)) return false;
  return module === null || OURS.test(module.groups?.name ?? '');
}

/**
 * What libnode, collectd and its plugins leave behind at the end is not for us to tell. A
 * suppression would hide ours, too: all that JavaScript calls has libnode in its stack. A leak is
 * ours when our code has allocated it.
 */
export function withoutForeignLeaks(report: string): string {
  const [before = '', ...leaks] = report.split(/^(?=(?:Direct|Indirect) leak of )/m);
  if (leaks.length === 0) return report;
  const ours = leaks.filter(isOurs);
  // Another report may stand before that of the leaks.
  return ours.length > 0 || before.includes('SUMMARY:') ? before + ours.join('') : '';
}

/** One that cannot succeed makes V8 collect garbage: lib/process/memory. */
const NO_MEMORY =
  /^==\d+==WARNING: \w+Sanitizer failed to allocate 0x800000000000 bytes\n(?: +#\d+ .*\n)*\n?/gm;

/** UndefinedBehaviorSanitizer knows nothing of files, and ends the process. */
function undefinedBehaviour(dir: string): string[] {
  const log = join(dir, 'collectd.log');
  return existsSync(log)
    ? (readFileSync(log, 'utf8').match(/^\S+:\d+:\d+: runtime error: .*/gm) ?? [])
    : [];
}

/** Throws what a sanitizer has found. */
export function checkSanitizer(dir: string): void {
  const reports = readdirSync(dir)
    .filter((name) => name.startsWith(FILE))
    .map((name) => readFileSync(join(dir, name), 'utf8').replace(NO_MEMORY, ''))
    .map(withoutForeignLeaks)
    .filter((report) => report.trim() !== '')
    .concat(undefinedBehaviour(dir));
  if (reports.length > 0) throw new Error(reports.join('\n'));
}
