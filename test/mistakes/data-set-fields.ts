// Mistakes with the data sources of register_data_set().
import { type FieldMistakes, OPTIONAL, placed, range, type, unknown } from './place.ts';

const SOURCE = (fields: string): string =>
  `collectd.register_data_set('mine', [{ name: 'value', type: 'gauge', ${fields} }])`;
const limit = (name: string): FieldMistakes => ({
  wrongKind: [
    SOURCE(`${name}: '0'`),
    type(`register_data_set: sources[0].${name} must be a number or null`),
  ],
  outOfRange: [
    SOURCE('min: 5, max: 1'),
    range('register_data_set: sources[0].min 5 is more than its max 1'),
  ],
  missing: OPTIONAL,
});
export const SOURCE_FIELDS = placed(SOURCE, {
  isThrown: true,
  misspelt: unknown('register_data_set: sources[0]'),
  fields: {
    name: {
      wrongKind: [
        SOURCE('name: 5'),
        type('register_data_set: sources[0].name must be a string, not number'),
      ],
      outOfRange: [
        SOURCE("name: 'a b'"),
        range(
          'register_data_set: sources[0].name "a b" must be 1 to 127 letters, digits, dots or underscores',
        ),
      ],
      missing: [
        "collectd.register_data_set('mine', [{ type: 'gauge' }])",
        type('register_data_set: sources[0].name must be a string, not undefined'),
      ],
    },
    type: {
      wrongKind: [
        SOURCE('type: 5'),
        type(
          'register_data_set: sources[0].type must be gauge, derive, counter or absolute, not "5"',
        ),
      ],
      outOfRange: [
        SOURCE("type: 'gaug'"),
        type(
          'register_data_set: sources[0].type must be gauge, derive, counter or absolute, not "gaug". Did you mean "gauge"?',
        ),
      ],
      missing: [
        "collectd.register_data_set('mine', [{ name: 'value' }])",
        type(
          'register_data_set: sources[0].type must be gauge, derive, counter or absolute, not "undefined"',
        ),
      ],
    },
    min: limit('min'),
    max: limit('max'),
  },
});
