// Mistakes with the fields of Values, Notification and dispatch_multivalue(), and with the options
// of the register functions.
import { SOURCE_FIELDS } from './data-set-fields.ts';
import { KINDS } from './kind-options.ts';
import {
  ANY,
  type FieldMistakes,
  NAME,
  OPTIONAL,
  type Place,
  placed,
  range,
  type,
  unknown,
} from './place.ts';

const ignored =
  (what: string) =>
  (typo: string, name: string): string =>
    `${what} has no field "${typo}", which is ignored. Did you mean "${name}"?`;

const VALUES = (fields: string): string =>
  `new collectd.Values({ type: 'gauge', plugin: 'p', values: [1], ${fields} }).dispatch()`;

const text = (around: (field: string) => string, name: string): FieldMistakes => ({
  wrongKind: [around(`${name}: 5`), type(`${name} must be a string, not number`)],
  outOfRange: [around(`${name}: 'a\\0b'`), type(`${name} must not contain NUL`)],
  missing: OPTIONAL,
});

const time = (around: (field: string) => string, name: string): FieldMistakes => ({
  wrongKind: [around(`${name}: 'now'`), type(`${name} must be a number of seconds`)],
  outOfRange: [
    around(`${name}: -1`),
    range(`${name} must be from 0 to 17179869183 seconds, not -1`),
  ],
  missing: OPTIONAL,
});

const meta = (around: (field: string) => string): FieldMistakes => ({
  wrongKind: [around('meta: 5'), type('meta must be an object')],
  outOfRange: [
    around('meta: { a: 2n ** 70n }'),
    range(
      'meta.a: 1180591620717411303424 is not from -9223372036854775808 to 18446744073709551615',
    ),
  ],
  missing: OPTIONAL,
});

const values = placed(VALUES, {
  isThrown: false,
  misspelt: ignored('Values'),
  fields: {
    type: {
      wrongKind: [VALUES('type: 5'), type('type must be a string, not number')],
      outOfRange: [
        VALUES("type: 'gaug'"),
        'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset gaug not found. Did you mean "gauge"?',
      ],
      missing: [
        'new collectd.Values({ values: [1] }).dispatch()',
        'Error ERR_COLLECTD_NO_TYPE: type not set',
      ],
    },
    values: {
      wrongKind: [VALUES('values: 1'), type('values must be an array')],
      outOfRange: [
        VALUES("type: 'counter', values: [-1]"),
        range('values[0]: a COUNTER cannot hold -1'),
      ],
      missing: [
        "new collectd.Values({ type: 'load' }).dispatch()",
        'Error ERR_COLLECTD_VALUES: type load needs 3 values, got 0',
      ],
    },
    plugin: text(VALUES, 'plugin'),
    plugin_instance: text(VALUES, 'plugin_instance'),
    type_instance: text(VALUES, 'type_instance'),
    host: text(VALUES, 'host'),
    time: {
      ...time(VALUES, 'time'),
      outOfRange: [
        VALUES('time: 1795946364374'),
        range(
          'time is in seconds since 1970; 1795946364374 looks like milliseconds: divide by 1000',
        ),
      ],
    },
    interval: time(VALUES, 'interval'),
    meta: meta(VALUES),
  },
});

const NOTIFICATION = (fields: string): string =>
  `new collectd.Notification({ message: 'hot', ${fields} }).dispatch()`;

const notification = placed(NOTIFICATION, {
  isThrown: false,
  misspelt: ignored('Notification'),
  fields: {
    message: text(NOTIFICATION, 'message'),
    severity: {
      wrongKind: [
        NOTIFICATION("severity: 'warn'"),
        type(
          'severity must be NOTIF_FAILURE, NOTIF_WARNING or NOTIF_OKAY. Did you mean NOTIF_WARNING?',
        ),
      ],
      outOfRange: [
        NOTIFICATION('severity: collectd.LOG_ERR'),
        range(
          'severity must be NOTIF_FAILURE, NOTIF_WARNING or NOTIF_OKAY, not 3. Did you mean NOTIF_FAILURE (this is LOG_ERR)?',
        ),
      ],
      missing: OPTIONAL,
    },
    type: text(NOTIFICATION, 'type'),
    type_instance: text(NOTIFICATION, 'type_instance'),
    plugin: text(NOTIFICATION, 'plugin'),
    plugin_instance: text(NOTIFICATION, 'plugin_instance'),
    host: text(NOTIFICATION, 'host'),
    time: time(NOTIFICATION, 'time'),
    meta: meta(NOTIFICATION),
  },
});

const MULTIVALUE = (fields: string): string =>
  `collectd.dispatch_multivalue({ type: 'gauge', values: { a: 1 }, ${fields} })`;

const multivalue = placed(MULTIVALUE, {
  isThrown: false,
  misspelt: ignored('dispatch_multivalue'),
  fields: {
    type: {
      wrongKind: [MULTIVALUE('type: 5'), type('type must be a string, not number')],
      outOfRange: [
        MULTIVALUE("type: 'gaug'"),
        'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset gaug not found. Did you mean "gauge"?',
      ],
      missing: [
        'collectd.dispatch_multivalue({ values: { a: 1 } })',
        'Error ERR_COLLECTD_NO_TYPE: type not set',
      ],
    },
    values: {
      wrongKind: [
        MULTIVALUE("values: { a: 'x' }"),
        type('dispatch_multivalue: values.a must be a number or a bigint, not string'),
      ],
      outOfRange: [
        MULTIVALUE("type: 'absolute', values: { a: -1 }"),
        range('values[0]: an ABSOLUTE cannot hold -1'),
      ],
      missing: [
        "collectd.dispatch_multivalue({ type: 'gauge' })",
        type('dispatch_multivalue: values must be an object of type instances and numbers'),
      ],
    },
    percent: {
      wrongKind: [MULTIVALUE('percent: 1'), type('dispatch_multivalue: percent must be a boolean')],
      ...NAME,
    },
    plugin: text(MULTIVALUE, 'plugin'),
    plugin_instance: text(MULTIVALUE, 'plugin_instance'),
    host: text(MULTIVALUE, 'host'),
    time: time(MULTIVALUE, 'time'),
    interval: time(MULTIVALUE, 'interval'),
    meta: meta(MULTIVALUE),
  },
});

const named = (what: string, around: (field: string) => string) => ({
  name: {
    wrongKind: [around('name: 5'), type(`${what}: the name must be a string, not number`)],
    outOfRange: [around("name: ''"), type(`${what}: the name must not be empty`)],
    missing: OPTIONAL,
  } as const,
  data: { wrongKind: ANY, ...NAME } as const,
});

const flag = (what: string, around: (field: string) => string, name: string) => ({
  [name]: {
    wrongKind: [around(`${name}: 1`), type(`${what}: ${name} must be a boolean`)],
    ...NAME,
  } as const,
});

const READ = (options: string): string => `collectd.register_read(() => {}, { ${options} })`;
const read = placed(READ, {
  isThrown: true,
  misspelt: unknown('register_read'),
  fields: {
    ...named('register_read', READ),
    interval: {
      wrongKind: [READ("interval: '1'"), type('register_read: the interval must be a number')],
      outOfRange: [
        READ('interval: 1e9'),
        range(
          'register_read: the interval must be more than 0 and at most 31536000 seconds, not 1000000000',
        ),
      ],
      missing: OPTIONAL,
    },
    timeout: {
      wrongKind: [READ("timeout: '1'"), type('register_read: the timeout must be a number')],
      outOfRange: [
        READ('timeout: 0.01'),
        range('register_read: the timeout must be from 0.1 to 3600 seconds, not 0.01'),
      ],
      missing: OPTIONAL,
    },
    group: {
      wrongKind: [READ('group: 5'), type('register_read: the group must be a string, not number')],
      outOfRange: [READ("group: ''"), type('register_read: the group must not be empty')],
      missing: OPTIONAL,
    },
  },
});

const WRITE = (options: string): string => `collectd.register_write(() => {}, { ${options} })`;
const write = placed(WRITE, {
  isThrown: true,
  misspelt: unknown('register_write'),
  fields: {
    ...named('register_write', WRITE),
    ...flag('register_write', WRITE, 'batch'),
    ...flag('register_write', WRITE, 'bigint'),
    ...flag('register_write', WRITE, 'rates'),
    full: {
      wrongKind: [
        WRITE('full: 5'),
        type("register_write: full must be 'newest' or 'oldest', not 5"),
      ],
      outOfRange: [
        WRITE("full: 'old'"),
        type("register_write: full must be 'newest' or 'oldest', not 'old'"),
      ],
      missing: OPTIONAL,
    },
  },
});

const CACHE = (options: string): string =>
  `collectd.register_cache_event(() => {}, { ${options} })`;
const cacheEvent = placed(CACHE, {
  isThrown: true,
  misspelt: unknown('register_cache_event'),
  fields: {
    ...named('register_cache_event', CACHE),
    kinds: {
      wrongKind: [CACHE("kinds: 'new'"), type('register_cache_event: kinds must be an array')],
      outOfRange: [
        CACHE("kinds: ['neww']"),
        type(
          'register_cache_event: unknown kind "neww"; there are new, update, expired. Did you mean "new"?',
        ),
      ],
      missing: OPTIONAL,
    },
    ...flag('register_cache_event', CACHE, 'bigint'),
  },
});

const FLUSH = (options: string): string => `collectd.flush({ ${options} })`;
const flush = placed(FLUSH, {
  isThrown: true,
  misspelt: unknown('flush'),
  fields: {
    plugin: {
      wrongKind: [FLUSH('plugin: 5'), type('flush: plugin must be a string, not number')],
      ...NAME,
    },
    timeout: {
      wrongKind: [FLUSH("timeout: '1'"), type('flush: timeout must be a number of seconds')],
      outOfRange: [
        FLUSH('timeout: NaN'),
        range('flush: timeout must be less than 17179869184 seconds, not NaN'),
      ],
      missing: OPTIONAL,
    },
    identifier: {
      wrongKind: [FLUSH('identifier: 5'), type('flush: identifier must be a string, not number')],
      ...NAME,
    },
  },
});

const ENTRY = (options: string): string => `collectd.cache.value('h/p/t', { ${options} })`;
const CONFIG = (options: string): string =>
  `collectd.register_config({}, () => {}, { ${options} })`;
const MATCH = (options: string): string =>
  `collectd.register_match('m', { match: () => true }, { ${options} })`;
const TARGET = (options: string): string =>
  `collectd.register_target('t', { invoke() {} }, { ${options} })`;

function namedOnly(event: string): [string, Place] {
  const what = `register_${event}`;
  const around = (options: string): string => `collectd.${what}(() => {}, { ${options} })`;
  const fields = named(what, around);
  return [what, placed(around, { isThrown: true, misspelt: unknown(what), fields })];
}

export const PLACES: Readonly<Record<string, Place>> = {
  Values: values,
  Notification: notification,
  dispatch_multivalue: multivalue,
  register_read: read,
  register_write: write,
  register_cache_event: cacheEvent,
  flush,
  'cache.value': placed(ENTRY, {
    isThrown: true,
    misspelt: unknown('cache.value'),
    fields: flag('cache.value', ENTRY, 'bigint'),
  }),
  ...Object.fromEntries(
    ['flush', 'init', 'log', 'missing', 'notification', 'shutdown'].map(namedOnly),
  ),
  register_config: placed(CONFIG, {
    isThrown: true,
    misspelt: unknown('register_config'),
    fields: {
      ...named('register_config', CONFIG),
      unknown: {
        wrongKind: [
          CONFIG('unknown: 5'),
          type("register_config: unknown must be 'error', 'warning' or a function"),
        ],
        ...NAME,
      },
    },
  }),
  register_match: placed(MATCH, {
    isThrown: true,
    misspelt: unknown('register_match'),
    fields: flag('register_match', MATCH, 'bigint'),
  }),
  register_target: placed(TARGET, {
    isThrown: true,
    misspelt: unknown('register_target'),
    fields: flag('register_target', TARGET, 'bigint'),
  }),
  register_data_set: SOURCE_FIELDS,
  ...KINDS,
};
