/** `host/plugin-instance/type-instance`, as collectd's cache names its entries. */

/** What an identifier is made of; Values and Notification have it. */
export interface IdentifierFields {
  readonly host: string;
  readonly plugin: string;
  readonly plugin_instance: string;
  readonly type: string;
  readonly type_instance: string;
}

/** Source: utils_common, format_name. */
export function identifierOf(fields: IdentifierFields): string {
  const { host, plugin, plugin_instance, type, type_instance } = fields;
  return `${host}/${joined(plugin, plugin_instance)}/${joined(type, type_instance)}`;
}

function joined(name: string, instance: string): string {
  return instance === '' ? name : `${name}-${instance}`;
}
