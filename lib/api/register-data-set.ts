/** Types that modules add to those of types.db. */

import { checkOptions, sentence } from '../callbacks/callback-options.ts';
import { contextOfCaller } from '../callbacks/registry.ts';
import {
  FRAME_MAX_VALUES,
  NAME_SIZE,
  REFUSAL_IN_TYPES_DB,
  REFUSAL_LEFT_OUT,
  REFUSAL_TOO_LATE,
} from '../contract/layout.generated.ts';
import { type DataSourceFields, native, type Refusal } from '../contract/native.ts';
import { locate } from '../location/stack.ts';
import { DATA_SOURCE_TYPES, type DataSourceType } from '../shared/constants.ts';
import { rangeError, runtimeError, typeError } from '../shared/errors.ts';
import { didYouMean } from '../shared/suggestion.ts';
import { checkText } from '../shared/text.ts';
import { dataSourceTypeNumber } from '../values/data-sets.ts';

export interface DataSourceDefinition {
  name: string;
  /** `gauge`, `derive`, `counter` or `absolute`: the DS_TYPE_* constants. */
  type: DataSourceType;
  /** Rates below it are no rates for collectd's cache. Default and null: unlimited. */
  min?: number | null;
  /** The same for rates above it. */
  max?: number | null;
}

/** What types.db can have: identifiers and files are made of these names. */
const NAME = /^[A-Za-z0-9_.]+$/;
const MAX_NAME = NAME_SIZE - 1;

function checkName(what: string, name: unknown): asserts name is string {
  checkText(name, `register_data_set: ${what}`);
  if (!NAME.test(name) || name.length > MAX_NAME)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `register_data_set: ${what} "${name}" must be 1 to ${MAX_NAME} letters, digits, dots or underscores`,
    );
}

function limitOf(what: string, limit: unknown): number | null {
  if (limit === undefined || limit === null) return null;
  if (typeof limit !== 'number' || Number.isNaN(limit))
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `register_data_set: ${what} must be a number or null`,
    );
  return limit;
}

function checkSource(source: DataSourceDefinition, index: number): DataSourceFields {
  const what = `sources[${index}]`;
  if (source === null || typeof source !== 'object')
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `register_data_set: ${what} must be an object with a name and a type`,
    );
  checkOptions(`register_data_set: ${what}`, source, ['name', 'type', 'min', 'max']);
  checkName(`${what}.name`, source.name);
  const type = dataSourceTypeNumber(source.type);
  if (type === undefined)
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `register_data_set: ${what}.type must be gauge, derive, counter or absolute, not "${String(source.type)}"${sentence(didYouMean(String(source.type), DATA_SOURCE_TYPES))}`,
    );
  const min = limitOf(`${what}.min`, source.min);
  const max = limitOf(`${what}.max`, source.max);
  if (min !== null && max !== null && min > max)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `register_data_set: ${what}.min ${min} is more than its max ${max}`,
    );
  return [source.name, type, min, max];
}

function refuse(name: string, [reason, place]: Refusal): never {
  if (reason === REFUSAL_TOO_LATE)
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `register_data_set: collectd runs already; register ${name} while the module is imported, configured or initialised`,
    );
  if (reason === REFUSAL_LEFT_OUT)
    throw runtimeError(
      'ERR_COLLECTD_TOO_LATE',
      `register_data_set: the module was left out, because its import or config callback failed or took too long; ${name} is not registered`,
    );
  throw runtimeError(
    'ERR_COLLECTD_DUPLICATE',
    reason === REFUSAL_IN_TYPES_DB
      ? `register_data_set: types.db has the type ${name} already; use that one, or another name`
      : `register_data_set: the type ${name} is registered already, at ${place}`,
  );
}

/**
 * Adds a type to those of types.db, for all of collectd. The module itself may use it
 * right away, everybody else when collectd runs; a module that is left out adds none.
 *
 * @param sources - at least one, with different names.
 * @throws Error ERR_COLLECTD_DUPLICATE when types.db or a module has it already,
 *   ERR_COLLECTD_TOO_LATE when modules do not start any more; TypeError, RangeError.
 * Source: plugin.h, plugin_register_data_set; types.db(5).
 */
export function register_data_set(name: string, sources: readonly DataSourceDefinition[]): void {
  checkName('name', name);
  if (!Array.isArray(sources) || sources.length === 0 || sources.length > FRAME_MAX_VALUES)
    throw typeError(
      'ERR_COLLECTD_INVALID_ARGUMENT',
      `register_data_set: sources must be an array of 1 to ${FRAME_MAX_VALUES} data sources`,
    );
  const checked = sources.map(checkSource);
  const twice = checked.find(([own], i) => checked.findIndex(([other]) => other === own) !== i);
  if (twice !== undefined)
    throw rangeError(
      'ERR_COLLECTD_OUT_OF_RANGE',
      `register_data_set: ${name} has two data sources "${twice[0]}"`,
    );
  const { module } = contextOfCaller('register_data_set');
  const location = locate(new Error(), module.path);
  const refusal = native.register_data_set(name, checked, module.index, location);
  if (refusal !== undefined) refuse(name, refusal);
}
