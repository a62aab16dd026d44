/** Options of Node that the plugin refuses: the table of native/shim/options/node_option.c. */

const PROGRAM = 'it only works in the node program, not inside collectd; ';
const DEBUGGING = 'debugging is not supported by this version; remove it.';
const HEAP = 'each worker has its own limit; set HeapLimit instead.';
const SIGNALS = "signals are collectd's; ";
const WARNINGS = "warnings go to collectd's log; remove it.";
const UNCAUGHT = 'the plugin logs what nobody catches; remove it.';
const LOADER = 'the plugin loads the modules, not Node.js; ';
const OWN = 'the plugin sets it as it needs it; remove it.';
const REMOVE = `${PROGRAM}remove it.`;
const IMPORT = `${PROGRAM}write the code into a module and Import it.`;
const CHECK = `${PROGRAM}check the configuration with collectd-nodejs check.`;
const INTERACTIVE = `${PROGRAM}use the option Interactive.`;
const TEST = `${PROGRAM}give it to node.`;
const VERSION = `${PROGRAM}the line that collectd logs at its start has the version.`;
const FREE_SIGNAL = `${SIGNALS}write SIGUSR2, the one that is free.`;
const REQUIRE = `${LOADER}load a CommonJS file before them with NodeOption "--require=/path".`;
const TYPE = `${LOADER}write "type" into the package.json beside them.`;
const NOT_NODE = `${LOADER}remove it.`;
const LINES = 'write a NodeOption line for each option of the file.';

/** By its name, which ends in `*` where it is the beginning of several: why, and what to do instead. */
export const REFUSED: readonly (readonly [name: string, why: string])[] = [
  ['--inspect*', DEBUGGING],
  ['--debug*', DEBUGGING],
  ['--disable-sigusr1', DEBUGGING],
  ['--allow-inspector', DEBUGGING],
  ['--experimental-inspector-network-resource', DEBUGGING],
  ['--experimental-network-inspection', DEBUGGING],
  ['--experimental-storage-inspection', DEBUGGING],
  ['--experimental-worker-inspection', DEBUGGING],
  ['--max-old-space-size*', HEAP],
  ['--max-heap-size', HEAP],
  ['--initial-old-space-size', HEAP],
  ['--initial-heap-size', HEAP],
  ['--huge-max-old-generation-size', HEAP],
  [
    '--heapsnapshot-near-heap-limit',
    'no worker would end at its HeapLimit; write NodeOption "--heapsnapshot-signal=SIGUSR2" and send SIGUSR2.',
  ],
  ['--heapsnapshot-signal', FREE_SIGNAL],
  ['--report-signal', FREE_SIGNAL],
  ['--trace-sigint', `${SIGNALS}remove it.`],
  [
    '--cpu-prof*',
    `${PROGRAM}use NodeOption "--prof", which writes isolate-*-v8.log into collectd's BaseDir, or give it to node together with collectd-nodejs run.`,
  ],
  ['--heap-prof*', `${PROGRAM}call writeHeapSnapshot() of node:v8 in a module.`],
  ['--prof-process', `${PROGRAM}give it to node, with a log that NodeOption "--prof" has made.`],
  ['--trace-event-*', `${PROGRAM}give it to node together with collectd-nodejs run.`],
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
  ['-C', 'write NodeOption "--conditions=name".'],
  ['--loader', REQUIRE],
  ['--experimental-loader', REQUIRE],
  ['--experimental-default-type', TYPE],
  ['--experimental-detect-module', TYPE],
  ['--strip-types', NOT_NODE],
  ['--experimental-strip-types', NOT_NODE],
  ['--experimental-transform-types', NOT_NODE],
  ['--experimental-policy', NOT_NODE],
  ['--policy-integrity', NOT_NODE],
  ['--frozen-intrinsics', 'the plugin changes objects of Node.js that this freezes; remove it.'],
  ['--experimental-config-file', LINES],
  ['--experimental-default-config-file', LINES],
  ['--abort-on-uncaught-exception', UNCAUGHT],
  ['--extra-info-on-fatal-exception', UNCAUGHT],
  ['--report-uncaught-exception', UNCAUGHT],
  ['--trace-uncaught', UNCAUGHT],
  ['--unhandled-rejections', UNCAUGHT],
  ['--force-async-hooks-checks', OWN],
  ['--no-experimental-vm-modules', OWN],
  ['--no-jitless', OWN],
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
  ['--use-largepages', REMOVE],
  ['--v8-pool-size', REMOVE],
  ['--enable-etw-stack-walking', 'it only works on Windows; remove it.'],
  ['--title', "the process and its name are collectd's; remove it."],
  ['--redirect-warnings', WARNINGS],
  ['--warnings', WARNINGS],
  ['--disable-warning', WARNINGS],
  ['--trace-warnings', WARNINGS],
  ['--trace-deprecation', WARNINGS],
  ['--version', VERSION],
  ['-v', VERSION],
  ['--help', REMOVE],
  ['-h', REMOVE],
  ['--v8-options', REMOVE],
  ['--completion-bash', REMOVE],
];

/** Why collectd cannot use this option; undefined: it can. */
export function refusalOf(value: string): string | undefined {
  // collectd has no use for SIGUSR2.
  if (/^--(heapsnapshot|report)[-_]signal=SIGUSR2$/.test(value)) return undefined;
  // Node and V8 take underscores for dashes, and `--no-name` is the same option as `--name`.
  const given = value.replace(/=.*$/s, '').replaceAll('_', '-');
  const positive = given.replace(/^--no-/, '--');
  return REFUSED.find(([name]) => isNamed(given, name) || isNamed(positive, name))?.[1];
}

function isNamed(given: string, name: string): boolean {
  return name.endsWith('*') ? given.startsWith(name.slice(0, -1)) : given === name;
}
