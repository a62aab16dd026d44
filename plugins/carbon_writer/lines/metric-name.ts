// What a value is called in Graphite.

export interface Identifier {
  readonly host: string;
  readonly plugin: string;
  readonly plugin_instance: string;
  readonly type: string;
  readonly type_instance: string;
}

export interface NameOptions {
  readonly prefix: string;
  readonly hostPostfix: string;
  /** Takes the place of the dots in a host's name. */
  readonly hostSeparator: string;
  /** Takes the place of dots and spaces in the two instances. */
  readonly metricSeparator: string;
  readonly lowercase: boolean;
  /** The tags form: `plugin.type.ds_name;host=…;plugin=…` instead of a path. */
  readonly useTags: boolean;
}

/** Whatever Carbon would split a line at: blanks of every script and control characters. */
const BLANK = /[\s\p{Cc}]/gu;
const OUTER_BLANKS = /^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu;
/** Begins the tags of a name. */
const TAG_MARK = ';';

/** Hosts, plugins, types and data sources stay as they are, unless that would break the line. */
function plain(text: string): string {
  return text.replace(OUTER_BLANKS, '').replace(BLANK, '_').replaceAll(TAG_MARK, '_');
}

function instance(text: string, separator: string): string {
  return text
    .replace(OUTER_BLANKS, '')
    .replace(BLANK, separator)
    .replaceAll('.', separator)
    .replace(/[()"]/g, '')
    .replaceAll(TAG_MARK, '_');
}

/** The name of one data source's metric; valid in Graphite whatever the identifier is made of. */
export function metricName(id: Identifier, source: string, options: NameOptions): string {
  const name = options.useTags ? tagged(id, source, options) : path(id, source, options);
  return options.lowercase ? name.toLowerCase() : name;
}

function path(id: Identifier, source: string, options: NameOptions): string {
  return withoutEmptyComponents([
    plain(options.prefix),
    plain(id.host).replaceAll('.', options.hostSeparator),
    plain(options.hostPostfix),
    plain(id.plugin),
    instance(id.plugin_instance, options.metricSeparator),
    plain(id.type),
    instance(id.type_instance, options.metricSeparator),
    plain(source),
  ]);
}

/** In the form of collectd's write_graphite; hosts keep their dots. */
function tagged(id: Identifier, source: string, options: NameOptions): string {
  const plugin = plain(id.plugin);
  const type = plain(id.type);
  const name = plain(source);
  const tags = {
    host: withoutEmptyComponents([plain(id.host), plain(options.hostPostfix)]),
    plugin,
    plugin_instance: instance(id.plugin_instance, options.metricSeparator),
    type,
    type_instance: instance(id.type_instance, options.metricSeparator),
    ds_name: name,
  };
  const parts = [withoutEmptyComponents([plain(options.prefix), plugin, type, name])];
  for (const [tag, text] of Object.entries(tags)) {
    // Graphite refuses a value that is empty or begins with a tilde.
    const value = text.replace(/^~+/, '');
    if (value !== '') parts.push(`${tag}=${value}`);
  }
  return parts.join(TAG_MARK);
}

function withoutEmptyComponents(parts: readonly string[]): string {
  return parts.join('.').split('.').filter(Boolean).join('.');
}
