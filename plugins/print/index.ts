// Prints each value that collectd writes, in the form of the PUTVAL command.
import collectd, { type Values } from 'collectd';

// It has no options.
collectd.register_config({}, () => {}, {
  unknown: ({ key }) => collectd.warning(`print plugin: Unknown config key "${key}"`),
});

// What a module prints goes to collectd's log, at level info.
collectd.register_write((vl) => console.log(line(vl)));

function line(vl: Values): string {
  const plugin = withInstance(vl.plugin, vl.plugin_instance);
  const type = withInstance(vl.type, vl.type_instance);
  const values = vl.values.map((value) => (Number.isNaN(value) ? 'U' : String(value)));
  const when = `interval=${vl.interval.toFixed(3)} ${vl.time.toFixed(3)}`;
  return `${vl.host}/${plugin}/${type} ${when}:${values.join(':')}`;
}

const withInstance = (name: string, instance: string) => (instance ? `${name}-${instance}` : name);
