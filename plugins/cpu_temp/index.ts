// The temperature of the CPU, from a file that holds millidegrees Celsius.
import { readFile } from 'node:fs/promises';
import collectd, { path, Values } from 'collectd';

let file = '';

collectd.register_config(
  {
    Path: path({
      default: '/sys/class/thermal/thermal_zone0/temp',
      description: 'a file that holds millidegrees Celsius',
    }),
  },
  (config, { children }) => {
    file = config.Path;
    const kind = children.some(({ key }) => key.toLowerCase() === 'path')
      ? 'overridden'
      : 'default';
    collectd.info(`cpu_temp plugin: Using ${kind} path ${file}`);
  },
  { unknown: ({ key }) => collectd.warning(`cpu_temp plugin: Unknown config key "${key}"`) },
);

collectd.register_read(async () => {
  new Values({ type: 'temperature', plugin: 'cpu_temp' }).dispatch({ values: [await celsius()] });
});

// A sensor that cannot be read fails the callback: collectd then asks less and less often.
async function celsius(): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${error.code})`, { cause: error });
  });
  if (!/^-?\d+$/.test(text.trim())) {
    throw new Error(`${file}: not a temperature: ${JSON.stringify(text.slice(0, 80))}`);
  }
  return Number(text) / 1000;
}
