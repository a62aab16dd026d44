// Calls that log what is put together elsewhere: their lines, or why they need no entry.

interface LoggedElsewhere {
  /** From the root of the project. */
  readonly file: string;
  /** A part of the call. */
  readonly source: string;
  readonly why: string;
  /** With `…` for what differs; none: it has no line of its own. */
  readonly lines?: readonly string[];
}

export const ELSEWHERE: readonly LoggedElsewhere[] = [
  {
    file: 'native/lifecycle/startup.cc',
    source: '"nodejs plugin: %s", reason',
    why: 'the reasons are those of the calls of refuse()',
  },
  {
    file: 'native/lifecycle/startup.cc',
    source: 'pool.warning',
    why: 'native/pool/start.cc puts it together from numbers and the limit that is reached',
    lines: [
      "… threads are needed and … can be made: …. libuv's thread pool has … threads instead of …, so that the workers wait more for files and names.",
      "This libnode does not let its workers share libuv's thread pool fairly: hung file operations of one stop those of all.",
    ],
  },
  {
    file: 'native/lifecycle/startup.cc',
    source: 'text.c_str()',
    why: 'native/addons/loop.cc has the text',
    lines: [
      "A native addon asks for libuv's default loop on a thread of its own, where no worker is; nothing in that loop ever happens.",
    ],
  },
  {
    file: 'native/lifecycle/startup.cc',
    source: 'refuse(error)',
    why: 'the errors are those of native/pool/start.cc and of native/lifecycle/first_start.cc',
    lines: ['… threads are needed and … can be made: ….', 'Worker … does not start: …'],
  },
  {
    file: 'native/shim/filter.c',
    source: 'give one name in quotes',
    why: 'it is the end of a line of option_string()',
    lines: ['… in …: give one name in quotes, the one that a module gave to …().'],
  },
  {
    file: 'native/shim/find/libnode.c',
    source: 'libnode%u (%s)',
    why: 'it is the advice after a line that begins with "No libnode" or "No usable libnode"',
  },
  {
    file: 'native/shim/options/import.c',
    source: 'option_error(option, "%s", why.s)',
    why: 'the reasons are those of native/shim/find/resolve.c',
  },
  {
    file: 'native/shim/options/import.c',
    source: '<Import',
    why: 'it is the name of a block within other lines',
  },
  {
    file: 'native/shim/options/interactive.c',
    source: 'expected',
    why: 'the expectation is a constant there',
    lines: ['… in …: give true, false, or the absolute path of a socket in quotes.'],
  },
  {
    file: 'native/shim/options/interactive.c',
    source: 'ERROR(TEXT_PREFIX "%s", why)',
    why: 'the reasons are those of the calls of refuse()',
  },
  {
    file: 'native/shim/options/option.c',
    source: 'expected',
    why: 'expectations are arguments, which all begin with "give"',
    lines: ['… in …: give ….', '… in …: give …. Did you mean "…"?'],
  },
  {
    file: 'native/shim/options/node_option.c',
    source: 'expected',
    why: 'the expectation is a constant there, which begins with "give"',
    lines: ['… in …: give ….'],
  },
  {
    file: 'native/shim/options/node_option.c',
    source: '"%s", why',
    why: 'the reasons are in the table of refused options',
    lines: [
      '… in …: debugging is not supported by this version; remove it.',
      '… in …: each worker has its own limit; set HeapLimit instead.',
      '… in …: it only works in the node program, not inside collectd; ….',
      '… in …: write NodeOption "…".',
      '… in …: write a NodeOption line for each option of the file.',
      "… in …: signals are collectd's; ….",
      '… in …: no worker would end at its HeapLimit; ….',
      '… in …: the plugin loads the modules, not Node.js; ….',
      '… in …: the plugin changes objects of Node.js that this freezes; remove it.',
      '… in …: the plugin logs what nobody catches; remove it.',
      '… in …: the plugin sets it as it needs it; remove it.',
      '… in …: it only works on Windows; remove it.',
      "… in …: the process and its name are collectd's; remove it.",
      "… in …: warnings go to collectd's log; remove it.",
    ],
  },
  {
    file: 'lib/callbacks/kinds/config.ts',
    source: '${message}',
    why: 'lib/declaration/problems.ts makes them, of what other files there say',
    lines: [
      '… in …: give ….',
      'Unknown option "…" in …. Allowed are ….',
      'Unknown option "…" in …. Did you mean "…"?',
      'Unknown option "…" in …. collectd reads Include at the top level of a file only.',
      '… is missing in …: ….',
      '… in …: the option stands there already; give it once.',
      '… in …: the option is …, which stands there already; give it once.',
      '… in …: the option is deprecated. ….',
      '… in …: the option needs …; give both.',
      '… in …: … and … exclude each other; give one of them.',
      '… in …: write a block without a name: <…> … </…>.',
      '… in <Module "…">: collectd reads … values here; give one, and quote it if it is one.',
      '… in <Module "…">: the port must be from 1 to 65535.',
      '… in <Module "…">: it is a directory.',
      '… in <Module "…">: it is no directory.',
      '… in <Module "…">: it cannot be read (…).',
    ],
  },
  {
    file: 'lib/log/report.ts',
    source: 'thrown.toString(note)',
    why: 'lib/execution/invocation.ts makes it of the name of the callback',
    lines: ['The … callback … (…) has not finished within … s.'],
  },
  {
    file: 'lib/log/report.ts',
    source: 'LOG_WARNING',
    why: 'the class is CollectdError, or one that extends it',
    lines: ['CollectdError in …: … (…)…'],
  },
  {
    file: 'lib/log/report.ts',
    source: 'lines[i]',
    why: 'it is a frame of a stack, as V8 writes it',
    lines: ['at … (…:…:…)'],
  },
  {
    file: 'lib/network/send/connection-core.ts',
    source: 'message.slice',
    why: 'it is cut there',
    lines: ['name of … characters is cut to …: …'],
  },
  {
    file: 'lib/network/send/connection-core.ts',
    source: '${name}: ${message}',
    why: "it is an error that the program's own code has thrown while its numbers were recorded",
  },
  {
    file: 'lib/network/receive/reader.ts',
    source: "'AuthFile'",
    why: 'lib/network/receive/auth-file.ts makes it',
    lines: ['cannot read …: …'],
  },
  ...['resolve', 'socket', 'send'].map((kind) => ({
    file: 'lib/network/send/sender.ts',
    source: `'${kind}'`,
    why: 'it begins with the name of the destination',
    lines: ['collectd at … port …: …'],
  })),
  {
    file: 'lib/worker/boot.ts',
    source: 'messageOf(warning)',
    why: 'the name of a warning of Node.js is that of its class',
    lines: ['…Warning: …'],
  },
  {
    file: 'lib/worker/boot.ts',
    source: '`nodejs plugin: ${message}`',
    why: 'the messages are those of lib/loader/transpile-cache.ts',
  },
  {
    file: 'lib/fake-collectd/plugin.ts',
    source: '${what} has not finished',
    why: 'the steps have names there',
    lines: [
      'The … (…) has not finished within … s.',
      'The import of the module has not finished within … s.',
    ],
  },
  {
    file: 'lib/cli/run/worker.ts',
    source: 'text',
    why: 'the text is that of a constant, or of the parser of types.db',
    lines: ['…types.db:…: …', 'Outside collectd nothing calls the … callback … (…).'],
  },
  {
    file: 'lib/log/mistake.ts',
    source: 'andMore(heldBack)',
    why: 'the texts are those of the calls of noteMistake(), which are looked at by themselves',
  },
  {
    file: 'lib/log/mistake.ts',
    source: 'unknown module',
    why: 'the texts are those of the calls of noteMistakeOnce(), which are looked at by themselves',
  },
];
