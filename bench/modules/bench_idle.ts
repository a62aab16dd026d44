import { readFile } from 'node:fs/promises';
import collectd, { Values } from 'collectd';

// A plugin of ordinary size, for what a module costs in memory and at the start.

interface Sensor {
  readonly name: string;
  readonly path: string;
}

const sensors: Sensor[] = [];

collectd.register_config((config) => {
  for (const node of config.children) {
    if (node.key.toLowerCase() === 'sensor') {
      const [name, path] = node.values.map(String);
      if (name !== undefined && path !== undefined) sensors.push({ name, path });
    }
  }
});

collectd.register_init(() => {
  collectd.info(`bench: node ${process.version}`);
});

collectd.register_read(async () => {
  const vl = new Values({ type: 'gauge', plugin: 'bench' });
  for (const sensor of sensors) {
    const value = Number.parseFloat(await readFile(sensor.path, 'utf8'));
    vl.dispatch({ type_instance: sensor.name, values: [value] });
  }
});
