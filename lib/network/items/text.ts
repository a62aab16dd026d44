/**
 * Items as text, in the form that the Reader of 2009 printed:
 * `[1237749608] localhost.localdomain/swap/swap/used [(1, 48082944.0)]`
 */
import { DATA_SOURCE_TYPES, type DataSourceType } from '../../shared/constants.ts';
import type { IdentifierStrings } from '../../shared/identifier-strings.ts';

/** host/plugin/plugin_instance/type/type_instance without those that are empty. */
export function sourceOf(item: IdentifierStrings): string {
  let text = item.host;
  if (item.plugin !== '') text += `/${item.plugin}`;
  if (item.plugin_instance !== '') text += `/${item.plugin_instance}`;
  if (item.type !== '') text += `/${item.type}`;
  if (item.type_instance !== '') text += `/${item.type_instance}`;
  return text;
}

export function headOf(item: IdentifierStrings & { readonly time: number }): string {
  return `[${BigInt(Math.trunc(item.time))}] ${sourceOf(item)}`;
}

export function pairText(type: DataSourceType | undefined, value: number | bigint): string {
  const text = type === 'gauge' ? floatText(Number(value)) : integerText(value);
  return `(${type === undefined ? '?' : DATA_SOURCE_TYPES.indexOf(type)}, ${text})`;
}

function integerText(value: number | bigint): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** As Python writes a float: always with a point or an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  // Both languages write the fewest digits that read back as the same number;
  // they differ in when the exponent appears.
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent >= 0) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const digits = mantissa.replace('-', '').replace('.', '');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-exponent - 1)}${digits}`;
}
