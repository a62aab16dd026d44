/** Options of Node that the plugin refuses: the table of native/shim/options/node_option.c. */

const PROGRAM = 'it only works in the node program, not inside collectd; ';
const DEBUGGING = 'debugging is not supported by this version; remove it.';
const HEAP = 'each worker has its own limit; set HeapLimit instead.';
const WARNINGS = "warnings go to collectd's log; remove it.";
const REMOVE = `${PROGRAM}remove it.`;
const IMPORT = `${PROGRAM}write the code into a module and Import it.`;
const CHECK = `${PROGRAM}check the configuration with collectd-nodejs check.`;
const INTERACTIVE = `${PROGRAM}use the option Interactive.`;
const TEST = `${PROGRAM}give it to node.`;
const VERSION = `${PROGRAM}the line that collectd logs at its start has the version.`;

/** By its name, which ends in `*` where it is the beginning of several: why, and what to do instead. */
export const REFUSED: readonly (readonly [name: string, why: string])[] = [
  ['--inspect*', DEBUGGING],
  ['--debug*', DEBUGGING],
  ['--max-old-space-size', HEAP],
  ['--max-heap-size', HEAP],
  ['--initial-old-space-size', HEAP],
  ['--initial-heap-size', HEAP],
  [
    '--cpu-prof*',
    `${PROGRAM}use NodeOption "--prof", or the Profiler of node:inspector in a plugin that collectd-nodejs run runs.`,
  ],
  ['--heap-prof*', `${PROGRAM}call writeHeapSnapshot() of node:v8 in a module.`],
  ['--prof-process', `${PROGRAM}give it to node, with a log that NodeOption "--prof" has made.`],
  ['--eval', IMPORT],
  ['-e', IMPORT],
  ['--print', IMPORT],
  ['-p', IMPORT],
  ['-pe', IMPORT],
  [
    '--import',
    `${PROGRAM}Import the file as a module, or load a CommonJS file in each worker with NodeOption "--require=/path".`,
  ],
  ['-r', 'write NodeOption "--require=/path".'],
  ['--input-type', REMOVE],
  ['--entry-url', `${PROGRAM}Import the file as a module.`],
  ['--check', CHECK],
  ['-c', CHECK],
  ['--interactive', INTERACTIVE],
  ['-i', INTERACTIVE],
  ['--test', TEST],
  ['--test-*', TEST],
  ['--experimental-test-*', TEST],
  ['--watch', REMOVE],
  ['--watch-*', REMOVE],
  ['--run', REMOVE],
  [
    '--env-file*',
    `${PROGRAM}set the variables where collectd is started, such as with Environment= in its systemd unit.`,
  ],
  ['--build-snapshot*', REMOVE],
  ['--snapshot-blob', REMOVE],
  ['--build-sea', REMOVE],
  ['--experimental-sea-config', REMOVE],
  ['--preserve-symlinks-main', REMOVE],
  ['--title', "the process and its name are collectd's; remove it."],
  ['--redirect-warnings', WARNINGS],
  ['--no-warnings', WARNINGS],
  ['--trace-warnings', WARNINGS],
  ['--version', VERSION],
  ['-v', VERSION],
  ['--help', REMOVE],
  ['-h', REMOVE],
  ['--v8-options', REMOVE],
  ['--completion-bash', REMOVE],
];

/** Why collectd cannot use this option; undefined: it can. */
export function refusalOf(value: string): string | undefined {
  // Node and V8 take underscores for dashes.
  const given = value.replace(/=.*$/s, '').replaceAll('_', '-');
  return REFUSED.find(([name]) =>
    name.endsWith('*') ? given.startsWith(name.slice(0, -1)) : given === name,
  )?.[1];
}
