/** `host/plugin-instance/type-instance`, as collectd's cache names its entries. */

import { native } from '../contract/native.ts';
import { rangeError, typeError } from '../shared/errors.ts';
import { checkText } from '../shared/text.ts';

/** What an identifier is made of; Values and Notification have it. */
export interface IdentifierFields {
  /** Default: this host. */
  readonly host?: string;
  readonly plugin: string;
  readonly plugin_instance?: string;
  readonly type: string;
  readonly type_instance?: string;
}

/** `host/plugin-instance/type-instance`, or an object that has these fields, such as a Values. */
export type Identifier = string | IdentifierFields;

/** Source: utils_common, format_name. */
export function identifierOf(fields: IdentifierFields): string {
  const { host = '', plugin, plugin_instance = '', type, type_instance = '' } = fields;
  return `${host}/${joined(plugin, plugin_instance)}/${joined(type, type_instance)}`;
}

function joined(name: string, instance: string): string {
  return instance === '' ? name : `${name}-${instance}`;
}

/**
 * @throws TypeError for what is neither text nor has the fields, RangeError
 *   (ERR_COLLECTD_IDENTIFIER) for other text.
 */
export function checkedIdentifier(what: string, identifier: Identifier): string {
  if (typeof identifier === 'object' && identifier !== null) return ofFields(identifier);
  checkText(identifier, `${what}: the identifier`);
  const parts = identifier.split('/');
  if (parts.length !== 3 || parts.some((part) => part === '' || part.startsWith('-')))
    throw rangeError(
      'ERR_COLLECTD_IDENTIFIER',
      `${what}: "${identifier}" is not an identifier, such as host/plugin-instance/type-instance`,
    );
  return identifier;
}

function ofFields(fields: IdentifierFields): string {
  const part = (name: keyof IdentifierFields, text = ''): string => {
    checkText(text, name);
    return escapeSlashes(text);
  };
  const plugin = part('plugin', fields.plugin);
  const type = part('type', fields.type);
  if (plugin === '' || type === '')
    throw typeError('ERR_COLLECTD_INVALID_ARGUMENT', 'an identifier needs a plugin and a type');
  return identifierOf({
    host: part('host', fields.host) || native.session.hostname,
    plugin,
    plugin_instance: part('plugin_instance', fields.plugin_instance),
    type,
    type_instance: part('type_instance', fields.type_instance),
  });
}

/** As the daemon does it on the way into its cache (utils_common, escape_slashes). */
export function escapeSlashes(text: string): string {
  return text === '/' ? 'root' : text.replace(/^\//, '').replaceAll('/', '_');
}
