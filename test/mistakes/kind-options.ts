// Mistakes with the options of string(), integer() and the others.
import {
  ANY,
  type FieldMistakes,
  NAME,
  OPTIONAL,
  type Place,
  placed,
  type,
  unknown,
} from './place.ts';

const about = (kind: string, around: (field: string) => string) =>
  ({
    description: {
      wrongKind: [around('description: 5'), type(`${kind}: description must be a string`)],
      ...NAME,
    },
    required: {
      wrongKind: [around('required: 1'), type(`${kind}: required must be true or false`)],
      ...NAME,
    },
    needs: {
      wrongKind: [
        around('needs: 5'),
        type(`${kind}: needs must be the name of an option, or an array of names`),
      ],
      ...NAME,
    },
    excludes: {
      wrongKind: [
        around('excludes: [5]'),
        type(`${kind}: excludes must be the name of an option, or an array of names`),
      ],
      ...NAME,
    },
  }) as const;
const repeated = (kind: string, around: (field: string) => string) =>
  ({
    repeated: {
      wrongKind: [around('repeated: true'), type(`${kind}: repeated must be 'last'`)],
      outOfRange: [around("repeated: 'first'"), type(`${kind}: repeated must be 'last'`)],
      missing: OPTIONAL,
    },
  }) as const;
/** The rows of a value that is rejected are in functions.ts. */
const VALUE = {
  default: { wrongKind: ANY, ...NAME },
  example: { wrongKind: ANY, ...NAME },
} as const;

function kind(
  name: string,
  rest: Readonly<Record<string, FieldMistakes>>,
  { first = '', common = { ...VALUE, ...repeated(name, kindOf(name, first)) } as object } = {},
): Place {
  const around = kindOf(name, first);
  return placed(around, {
    isThrown: true,
    misspelt: unknown(name),
    fields: { ...about(name, around), ...common, ...rest },
  });
}

function kindOf(name: string, first: string): (field: string) => string {
  return (field) => `collectd.${name}(${first}{ ${field} })`;
}

const option = (
  name: string,
  field: string,
  value: string,
  must: string,
): Record<string, FieldMistakes> => ({
  [field]: {
    wrongKind: [
      `collectd.${name}({ ${field}: ${value} })`,
      type(`${name}: ${field} must be ${must}`),
    ],
    ...NAME,
  },
});

const bounds = (name: string): Record<string, FieldMistakes> => ({
  ...option(name, 'min', "'1'", 'a number'),
  ...option(name, 'max', 'NaN', 'a number'),
});

export const KINDS: Readonly<Record<string, Place>> = {
  string: kind('string', {
    ...option('string', 'pattern', "'a'", 'a regular expression'),
    ...option('string', 'expected', '5', 'a string'),
    ...option('string', 'empty', '1', 'true or false'),
  }),
  number: kind('number', bounds('number')),
  integer: kind('integer', bounds('integer')),
  boolean: kind('boolean', {}),
  duration: kind('duration', bounds('duration')),
  size: kind('size', bounds('size')),
  path: kind('path', {
    ...option('path', 'absolute', '1', 'true or false'),
    ...option('path', 'type', "'dir'", "'file' or 'directory'"),
    ...option('path', 'readable', '1', 'true or false'),
  }),
  url: kind(
    'url',
    option(
      'url',
      'protocols',
      "['https:']",
      "an array of protocols without a colon, such as ['https']",
    ),
  ),
  hostPort: kind('hostPort', option('hostPort', 'port', '70000', 'a whole number from 1 to 65535')),
  oneOf: kind('oneOf', {}, { first: "['a', 'b'], " }),
  list: kind('list', {}, { first: 'collectd.string(), ', common: VALUE }),
  secret: kind('secret', {}, { common: repeated('secret', kindOf('secret', '')) }),
  block: kind('block', {}, { first: '{}, ', common: {} }),
  blocks: kind(
    'blocks',
    {
      named: {
        wrongKind: [
          'collectd.blocks({}, { named: 1 })',
          type('blocks: named must be true or false'),
        ],
        ...NAME,
      },
    },
    { first: '{}, ', common: {} },
  ),
};
