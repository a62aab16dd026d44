// Which systems a run has: two in `npm test`, those that scripts/matrix.mjs names otherwise.
import { lackingFor, targetsInTest, targetsNamed } from '../../scripts/suites/runnable.mjs';
import type { Target } from '../../scripts/suites/suites.mjs';

const wanted = process.env.COLLECTD_NODEJS_MATRIX?.split(',');

export const targets: readonly Target[] =
  wanted === undefined ? targetsInTest : targetsNamed(wanted);

/** What this machine lacks, or undefined. With COLLECTD_NODEJS_MATRIX a lack is a failure. */
export function lacking(): string | undefined {
  const reason = lackingFor(targets);
  if (reason !== undefined && wanted !== undefined) throw new Error(reason);
  return reason;
}
