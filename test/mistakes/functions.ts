// What a function of the `collectd` module says of arguments that are wrong. Each name has a row
// for each kind of mistake, or says that there is no such mistake.

/** The code, and what it throws: class, code and message. */
export type Row = readonly [code: string, thrown: string];

export interface Mistakes {
  readonly wrongKind: Row | 'any kind will do';
  readonly outOfRange: Row | 'has no range';
  readonly missing: Row | 'needs none';
}

const type = (text: string): string => `TypeError ERR_COLLECTD_INVALID_ARGUMENT: ${text}`;
const range = (text: string): string => `RangeError ERR_COLLECTD_OUT_OF_RANGE: ${text}`;

const NO_RANGE = 'has no range';
const NEEDS_NONE = 'needs none';

function registering(name: string, particulars: Partial<Mistakes> = {}): Record<string, Mistakes> {
  return {
    [`register_${name}`]: {
      wrongKind: [
        `collectd.register_${name}(42)`,
        type(`register_${name}: the callback must be a function`),
      ],
      outOfRange: [
        `collectd.register_${name}(() => {}, { name: '' })`,
        type(`register_${name}: the name must not be empty`),
      ],
      missing: [
        `collectd.register_${name}()`,
        type(`register_${name}: the callback must be a function`),
      ],
      ...particulars,
    },
    [`unregister_${name}`]: {
      wrongKind: [
        `collectd.unregister_${name}(42)`,
        type(`unregister_${name}: give an identifier or the callback itself`),
      ],
      outOfRange: [
        `collectd.unregister_${name}('nodejs.none')`,
        `Error ERR_COLLECTD_NOT_REGISTERED: unregister_${name}: "nodejs.none" is not registered`,
      ],
      missing: [
        `collectd.unregister_${name}()`,
        type(`unregister_${name}: give an identifier or the callback itself`),
      ],
    },
  };
}

function filter(name: 'match' | 'target', method: string): Record<string, Mistakes> {
  const named = `register_${name}: give a name first, such as register_${name}('name', { ${method}(vl) { … } })`;
  return registering(name, {
    wrongKind: [
      `collectd.register_${name}('n', { ${method}: 5 })`,
      type(`register_${name}: ${method} must be a function`),
    ],
    outOfRange: [`collectd.register_${name}('', { ${method}: () => true })`, type(named)],
    missing: [`collectd.register_${name}()`, type(named)],
  });
}

function logging(name: string): Record<string, Mistakes> {
  return {
    [name]: {
      wrongKind: [
        `collectd.${name}(42)`,
        type(`${name}: the message must be a string, not number`),
      ],
      outOfRange: [`collectd.${name}('a\\0b')`, type(`${name}: the message must not contain NUL`)],
      missing: [`collectd.${name}()`, type(`${name}: the message must be a string, not undefined`)],
    },
  };
}

const OPTIONS = 'the options must be an object, such as { required: true }';

/** string() and the others, whose options are in fields.ts. */
function declaring(kind: string, outOfRange: Mistakes['outOfRange']): Record<string, Mistakes> {
  return {
    [kind]: {
      wrongKind: [`collectd.${kind}(42)`, type(`${kind}: ${OPTIONS}`)],
      outOfRange,
      missing: NEEDS_NONE,
    },
  };
}

const declared = (option: string): string =>
  `collectd.register_config({ X: collectd.${option} }, () => {})`;
const rejected = (advice: string): string =>
  range(`register_config: the default of X is rejected: ${advice}`);

const integer = (name: 'Signed' | 'Unsigned', from: string, to: string): Mistakes => ({
  wrongKind: [`new collectd.${name}('1')`, type(`${name}: give a number or a bigint, not string`)],
  outOfRange: [
    `new collectd.${name}(2n ** 64n)`,
    range(`${name}: 18446744073709551616 is not from ${from} to ${to}`),
  ],
  missing: [`new collectd.${name}()`, type(`${name}: give a number or a bigint, not undefined`)],
});

const WORDS =
  "oneOf: give the words, such as oneOf('tcp', 'udp') or oneOf(['tcp', 'udp'], { required: true })";
const MULTIVALUE =
  "dispatch_multivalue: give the fields in an object, such as { type: 'memory', values: { used: 3 } }";

function cached(method: string, rest = ''): Record<string, Mistakes> {
  const name = `cache.${method}`;
  return {
    [name]: {
      wrongKind: [
        `collectd.${name}(42${rest})`,
        type(`${name}: the identifier must be a string, not number`),
      ],
      outOfRange: [
        `collectd.${name}('load'${rest})`,
        `RangeError ERR_COLLECTD_IDENTIFIER: ${name}: "load" is not an identifier, such as host/plugin-instance/type-instance`,
      ],
      missing: [
        `collectd.${name}(undefined${rest})`,
        type(`${name}: the identifier must be a string, not undefined`),
      ],
    },
  };
}

/** The methods of `collectd.cache`. */
export const CACHE: Readonly<Record<string, Mistakes>> = {
  'cache.names': { wrongKind: 'any kind will do', outOfRange: NO_RANGE, missing: NEEDS_NONE },
  ...cached('value'),
  ...cached('rate'),
  ...cached('state'),
  ...cached('hits'),
  ...cached('history', ', 1'),
  ...cached('meta'),
};

export const FUNCTIONS: Readonly<Record<string, Mistakes>> = {
  ...registering('cache_event'),
  ...registering('config'),
  ...registering('flush'),
  ...registering('init'),
  ...registering('log'),
  ...registering('missing'),
  ...registering('notification'),
  ...registering('read', {
    outOfRange: [
      'collectd.register_read(() => {}, { interval: -1 })',
      range('register_read: the interval must be more than 0 and at most 31536000 seconds, not -1'),
    ],
  }),
  ...registering('shutdown'),
  ...registering('write'),
  ...filter('match', 'match'),
  ...filter('target', 'invoke'),
  unregister_read_group: {
    wrongKind: [
      'collectd.unregister_read_group(42)',
      type('unregister_read_group: the group must be a string, not number'),
    ],
    outOfRange: [
      "collectd.unregister_read_group('none')",
      'Error ERR_COLLECTD_NOT_REGISTERED: unregister_read_group: no read callback is in the group "none"',
    ],
    missing: [
      'collectd.unregister_read_group()',
      type('unregister_read_group: give the name of a group'),
    ],
  },
  register_data_set: {
    wrongKind: [
      'collectd.register_data_set(42)',
      type('register_data_set: name must be a string, not number'),
    ],
    outOfRange: [
      "collectd.register_data_set('a b', [{ name: 'value', type: 'gauge' }])",
      range('register_data_set: name "a b" must be 1 to 127 letters, digits, dots or underscores'),
    ],
    missing: [
      "collectd.register_data_set('mine')",
      type('register_data_set: sources must be an array of 1 to 512 data sources'),
    ],
  },
  dropped: {
    wrongKind: [
      'collectd.dropped(42)',
      type('dropped: the identifier must be a string, not number'),
    ],
    outOfRange: [
      "collectd.dropped('nodejs.none')",
      'Error ERR_COLLECTD_NOT_REGISTERED: dropped: no write callback nodejs.none is registered here',
    ],
    missing: NEEDS_NONE,
  },
  ...logging('error'),
  ...logging('warning'),
  ...logging('notice'),
  ...logging('info'),
  ...logging('debug'),
  get_dataset: {
    wrongKind: [
      'collectd.get_dataset(42)',
      type('get_dataset: the type must be a string, not number'),
    ],
    outOfRange: [
      "collectd.get_dataset('gaug')",
      'TypeError ERR_COLLECTD_UNKNOWN_TYPE: Dataset gaug not found. Did you mean "gauge"?',
    ],
    missing: [
      'collectd.get_dataset()',
      type('get_dataset: the type must be a string, not undefined'),
    ],
  },
  get_interval: { wrongKind: 'any kind will do', outOfRange: NO_RANGE, missing: NEEDS_NONE },
  signal: {
    wrongKind: 'any kind will do',
    outOfRange: [
      'collectd.signal()',
      'Error ERR_COLLECTD_NO_CALLBACK: signal: the import of a module has no signal; call it in a callback, or make one of your own, such as AbortSignal.timeout(5000)',
    ],
    missing: NEEDS_NONE,
  },
  flush: {
    wrongKind: [
      "collectd.flush('rrdtool')",
      type('flush: give an object with plugin, timeout or identifier'),
    ],
    outOfRange: [
      'collectd.flush({ timeout: 1e11 })',
      range('flush: timeout must be less than 17179869184 seconds, not 100000000000'),
    ],
    missing: NEEDS_NONE,
  },
  threshold: {
    wrongKind: [
      'collectd.threshold(42)',
      type('threshold: the identifier must be a string, not number'),
    ],
    outOfRange: [
      "collectd.threshold('load')",
      'RangeError ERR_COLLECTD_IDENTIFIER: threshold: "load" is not an identifier, such as host/plugin-instance/type-instance',
    ],
    missing: [
      'collectd.threshold()',
      type('threshold: the identifier must be a string, not undefined'),
    ],
  },
  dispatch_multivalue: {
    wrongKind: ['collectd.dispatch_multivalue(42)', type(MULTIVALUE)],
    outOfRange: [
      "collectd.dispatch_multivalue({ type: 'load', values: { a: 1 } })",
      'Error ERR_COLLECTD_VALUES: dispatch_multivalue: type load has 3 data sources; it takes one with one',
    ],
    missing: ['collectd.dispatch_multivalue()', type(MULTIVALUE)],
  },
  Values: {
    wrongKind: [
      "new collectd.Values('gauge')",
      type("Values: give the fields in an object, such as { type: 'gauge' }"),
    ],
    outOfRange: NO_RANGE,
    missing: NEEDS_NONE,
  },
  Notification: {
    wrongKind: [
      "new collectd.Notification('too hot')",
      type("Notification: give the fields in an object, such as { message: 'too hot' }"),
    ],
    outOfRange: NO_RANGE,
    missing: NEEDS_NONE,
  },
  Config: {
    wrongKind: ['new collectd.Config(42)', type('Config: the key must be a string, not number')],
    outOfRange: NO_RANGE,
    missing: ['new collectd.Config()', type('Config: the key must be a string, not undefined')],
  },
  CollectdError: { wrongKind: 'any kind will do', outOfRange: NO_RANGE, missing: NEEDS_NONE },
  Signed: integer('Signed', '-9223372036854775808', '9223372036854775807'),
  Unsigned: integer('Unsigned', '0', '18446744073709551615'),
  Secret: {
    wrongKind: ['new collectd.Secret(42)', type('Secret: the text must be a string, not number')],
    outOfRange: NO_RANGE,
    missing: ['new collectd.Secret()', type('Secret: the text must be a string, not undefined')],
  },
  ...declaring('string', [
    declared("string({ default: '' })"),
    rejected('the text must not be empty'),
  ]),
  ...declaring('number', [
    'collectd.number({ min: 5, max: 1 })',
    range('number: min 5 is more than max 1'),
  ]),
  ...declaring('integer', [
    declared('integer({ min: 1, default: 0 })'),
    rejected('give a whole number of at least 1'),
  ]),
  ...declaring('boolean', [
    declared("boolean({ default: 'perhaps' })"),
    rejected('give true or false'),
  ]),
  ...declaring('duration', [
    declared("duration({ default: '5 parsecs' })"),
    rejected('give a number of seconds of at least 0, or a text such as "5m" or "1h30m"'),
  ]),
  ...declaring('size', [
    declared('size({ default: -1 })'),
    rejected('give a number of bytes of at least 0, or a text such as "64K" or "10MiB"'),
  ]),
  ...declaring('path', [declared('path({ default: 5 })'), rejected('give a path in quotes')]),
  ...declaring('url', [
    declared("url({ default: 'ftp://x' })"),
    rejected('give a URL in quotes that begins with "http://" or "https://"'),
  ]),
  ...declaring('hostPort', [
    declared("hostPort({ default: { host: 'a', port: 70000 } })"),
    rejected('give a host in quotes and a port from 1 to 65535'),
  ]),
  ...declaring('secret', NO_RANGE),
  oneOf: {
    wrongKind: ['collectd.oneOf(42)', type(WORDS)],
    outOfRange: [
      "collectd.oneOf('tcp', 'TCP')",
      type('oneOf: "TCP" is there twice; collectd.conf has no upper and lower case'),
    ],
    missing: ['collectd.oneOf()', type(WORDS)],
  },
  list: {
    wrongKind: [
      "collectd.list('string')",
      type('list: give the kind of its values, such as list(string())'),
    ],
    outOfRange: [
      declared('list(collectd.integer({ min: 1 }), { default: [0] })'),
      rejected('give a whole number of at least 1'),
    ],
    missing: ['collectd.list()', type('list: give the kind of its values, such as list(string())')],
  },
  block: {
    wrongKind: [
      'collectd.block(42)',
      type('block: give its options in an object, such as block({ Port: integer() })'),
    ],
    outOfRange: [
      declared("block({ 'a b': collectd.string() })"),
      type(
        'register_config: <X>: "a b" is no name that collectd.conf can have: letters, digits, underscores',
      ),
    ],
    missing: [
      'collectd.block()',
      type('block: give its options in an object, such as block({ Port: integer() })'),
    ],
  },
  blocks: {
    wrongKind: [
      'collectd.blocks(42)',
      type('blocks: give its options in an object, such as blocks({ Port: integer() })'),
    ],
    outOfRange: [
      declared('blocks({ Name: collectd.string() })'),
      type('register_config: <X>: Name is the argument of the block; call the option differently'),
    ],
    missing: [
      'collectd.blocks()',
      type('blocks: give its options in an object, such as blocks({ Port: integer() })'),
    ],
  },
  alias: {
    wrongKind: [
      'collectd.alias(42)',
      type("alias: give the name of the option, such as alias('Server')"),
    ],
    outOfRange: [
      declared("alias('Y')"),
      type('register_config: X names the option "Y", which is not one beside it.'),
    ],
    missing: [
      'collectd.alias()',
      type("alias: give the name of the option, such as alias('Server')"),
    ],
  },
  deprecated: {
    wrongKind: [
      "collectd.deprecated('Use Y.', 42)",
      type(
        "deprecated: give the advice and the option, such as deprecated('Use Servers instead.', string())",
      ),
    ],
    outOfRange: NO_RANGE,
    missing: [
      'collectd.deprecated()',
      type(
        "deprecated: give the advice and the option, such as deprecated('Use Servers instead.', string())",
      ),
    ],
  },
};
