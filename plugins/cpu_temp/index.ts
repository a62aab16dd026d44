// The temperature of the CPU, from a file that holds millidegrees Celsius.
import { readFile } from 'node:fs/promises';
import collectd, { Values } from 'collectd';

let path = '/sys/class/thermal/thermal_zone0/temp';
let overridden = false;

collectd.register_config((config) => {
  for (const node of config.children) {
    if (node.key.toLowerCase() === 'path') {
      path = String(node.values[0] ?? '');
      overridden = true;
    } else {
      collectd.warning(`cpu_temp plugin: Unknown config key "${node.key}"`);
    }
  }
  collectd.info(`cpu_temp plugin: Using ${overridden ? 'overridden' : 'default'} path ${path}`);
});

collectd.register_read(async () => {
  new Values({ type: 'temperature', plugin: 'cpu_temp' }).dispatch({ values: [await celsius()] });
});

// A sensor that cannot be read fails the callback: collectd then asks less and less often.
async function celsius(): Promise<number> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: cannot be read (${error.code})`, { cause: error });
  });
  if (!/^-?\d+$/.test(text.trim())) {
    throw new Error(`${path}: not a temperature: ${JSON.stringify(text.slice(0, 80))}`);
  }
  return Number(text) / 1000;
}
