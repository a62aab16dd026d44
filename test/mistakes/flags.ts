// What is wrong with the value of each option of the commands, and what the command says.
import { networkInterfaces } from 'node:os';

export interface Mistake {
  readonly value: string;
  /** After the name of the option; the line ends with it. */
  readonly told: string;
}

/** Why there is no such mistake. */
export interface None {
  readonly none: string;
}

export interface FlagMistakes {
  readonly wrongKind: Mistake | None;
  readonly outOfRange: Mistake | None;
}

const mistake = (value: string, told: string): Mistake => ({ value, told });

const DIRECTORY: FlagMistakes = {
  wrongKind: mistake(
    '/etc/passwd',
    'must be a directory that exists, not "/etc/passwd" (it is a file)',
  ),
  outOfRange: mistake(
    '/nonexistent',
    'must be a directory that exists, not "/nonexistent" (no such file or directory)',
  ),
};

const NEW_DIRECTORY: FlagMistakes = {
  wrongKind: mistake(
    '/etc/passwd',
    'must be a directory, or the path of a new one, not "/etc/passwd" (it is a file)',
  ),
  outOfRange: mistake(
    '/etc/passwd/plugins',
    'must be a directory, or the path of a new one, not "/etc/passwd/plugins" (not a directory)',
  ),
};

const PROGRAM: FlagMistakes = {
  wrongKind: mistake('/etc', 'must be the path of a program, not "/etc" (it is not a file)'),
  outOfRange: mistake(
    '/nonexistent/collectd',
    'must be the path of a program, not "/nonexistent/collectd" (no such file or directory)',
  ),
};

const FILE: FlagMistakes = {
  wrongKind: mistake('/etc', 'must be a file that can be read, not "/etc" (it is a directory)'),
  outOfRange: mistake(
    '/nonexistent/x',
    'must be a file that can be read, not "/nonexistent/x" (no such file or directory)',
  ),
};

const TIME = 'must be a number of seconds more than 0, at most 31536000 (a year), not';
const SECONDS: FlagMistakes = {
  wrongKind: mistake('often', `${TIME} "often"`),
  outOfRange: mistake('-1', `${TIME} "-1"`),
};

const LEVEL: FlagMistakes = {
  wrongKind: mistake('some', 'must be none, sign or encrypt, not "some"'),
  outOfRange: { none: 'it is one of three words' },
};

function whole(from: string, to: string, outOfRange: string): FlagMistakes {
  const told = (value: string) => `must be a whole number from ${from} to ${to}, not "${value}"`;
  return {
    wrongKind: mistake('1.5', told('1.5')),
    outOfRange: mistake(outOfRange, told(outOfRange)),
  };
}

const THERE = Object.keys(networkInterfaces()).join(', ');
const INTERFACE: FlagMistakes = {
  wrongKind: mistake(
    'nonexistent0',
    `must be a network interface or an address of one, not "nonexistent0" (there are ${THERE})`,
  ),
  outOfRange: mistake(
    '192.0.2.1',
    `must be a network interface or an address of one, not "192.0.2.1" (there are ${THERE})`,
  ),
};

const TARGET = { prefix: DIRECTORY, 'plugin-dir': DIRECTORY, collectd: PROGRAM };

const CONF_FILE = 'must be a file that your collectd.conf includes, not';
const HOSTNAME = 'must be a name of 1 to 127 bytes without "/", not';
const GROUP = 'must be a multicast address, such as 239.192.74.66, not';

/** Options that take a value; those that take none have no wrong one. */
export const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagMistakes>>>> = {
  install: {
    ...TARGET,
    'plugin-dir': NEW_DIRECTORY,
    'libnode-file': FILE,
    'conf-file': {
      wrongKind: mistake('/etc', `${CONF_FILE} "/etc" (it is a directory)`),
      outOfRange: mistake(
        '/nonexistent/nodejs.conf',
        `${CONF_FILE} "/nonexistent/nodejs.conf" (there is no directory /nonexistent)`,
      ),
    },
  },
  uninstall: TARGET,
  doctor: { ...TARGET, config: FILE },
  check: { 'plugin-dir': DIRECTORY, collectd: PROGRAM },
  run: {
    config: FILE,
    interval: SECONDS,
    hostname: {
      wrongKind: mistake('a/b', `${HOSTNAME} "a/b"`),
      outOfRange: mistake('', `${HOSTNAME} ""`),
    },
    timeout: SECONDS,
    'types-db': FILE,
  },
  describe: { timeout: { ...SECONDS, outOfRange: mistake('31536001', `${TIME} "31536001"`) } },
  new: { dir: NEW_DIRECTORY },
  explain: {},
  listen: {
    port: whole('0', '65535', '65536'),
    group: {
      wrongKind: mistake('everybody', `${GROUP} "everybody"`),
      outOfRange: mistake('192.0.2.1', `${GROUP} "192.0.2.1"`),
    },
    interface: INTERFACE,
    format: {
      wrongKind: mistake('xml', 'must be text, json or putval, not "xml"'),
      outOfRange: { none: 'it is one of three words' },
    },
    security: LEVEL,
    'auth-file': FILE,
    count: whole('1', '9007199254740991', '-1'),
  },
  send: {
    port: whole('1', '65535', '0'),
    interval: whole('1', '2147483648', '0'),
    'types-db': FILE,
    security: LEVEL,
    user: {
      wrongKind: mistake('a:b', 'must be a name without ":", not "a:b"'),
      outOfRange: mistake('', 'must be a name without ":", not ""'),
    },
    'auth-file': FILE,
    size: whole('1024', '65535', '1023'),
    interface: INTERFACE,
    ttl: whole('1', '255', '256'),
  },
  types: {},
  repl: {},
};
