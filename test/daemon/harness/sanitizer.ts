// What collectd is started through when scripts/sanitize.mjs runs the tests, and what it reported.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'sanitizer-report';

/** A command before collectd; empty in an ordinary run. */
export function sanitized(dir: string): string[] {
  const { COLLECTD_TEST_PRELOAD: preload, COLLECTD_TEST_SANITIZER: settings } = process.env;
  if (!preload || !settings) return [];
  const options = Object.entries(JSON.parse(settings) as Record<string, string>).map(
    ([name, value]) => `${name}=${value}:log_path=${join(dir, FILE)}`,
  );
  // ThreadSanitizer knows where things are only without randomized addresses.
  return ['setarch', '-R', 'env', ...options, `LD_PRELOAD=${preload}`];
}

/** Throws what a sanitizer has found. */
export function checkSanitizer(dir: string): void {
  const reports = readdirSync(dir).filter((name) => name.startsWith(FILE));
  if (reports.length > 0)
    throw new Error(reports.map((name) => readFileSync(join(dir, name), 'utf8')).join('\n'));
}
