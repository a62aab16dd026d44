// Parts of a collectd.conf.
import { fileURLToPath } from 'node:url';

/** The directory that `npm run build` fills, or one like it. */
export const pluginDir =
  process.env.COLLECTD_TEST_PLUGIN_DIR ??
  fileURLToPath(new URL('../../../dist/collectd', import.meta.url));
/** The plugins that come with the project. */
export const shippedPlugins = fileURLToPath(new URL('../../../plugins', import.meta.url));

export const hostname = 'testhost';

export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** What every daemon of the tests has: nothing of it touches the system's collectd. */
export function head(dir: string, interval: number): string {
  return `Hostname "${hostname}"
FQDNLookup false
BaseDir ${quote(`${dir}/data`)}
PIDFile ${quote(`${dir}/collectd.pid`)}
TypesDB "/usr/share/collectd/types.db"
Interval ${interval}
LoadPlugin logfile
<Plugin logfile>
  LogLevel debug
  File ${quote(`${dir}/collectd.log`)}
  Timestamp false
  PrintSeverity true
</Plugin>
`;
}

/**
 * `LoadPlugin nodejs` with the plugins written by `files`, and further lines for its block. What modules
 * log is as they write it, unless the lines say otherwise.
 */
export function nodejs(dir: string, lines: string): string {
  return `PluginDir ${quote(pluginDir)}
LoadPlugin nodejs
PluginDir "/usr/lib/collectd"
<Plugin nodejs>
ModulePath ${quote(`${dir}/plugins`)}
LogPrefix false
${lines}
</Plugin>
`;
}

/**
 * collectd's own csv writer; see readCsv. With one write thread: two that make the same file tear
 * its first row, since one of them writes the header over the row of the other. That happens when
 * a slow start makes collectd read a plugin twice at once.
 */
export function csv(dir: string): string {
  return `WriteThreads 1
LoadPlugin csv
<Plugin csv>
  DataDir ${quote(`${dir}/csv`)}
  StoreRates false
</Plugin>
`;
}
