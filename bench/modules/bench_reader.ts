import collectd, { Values } from 'collectd';

// The dispatching read callback of the comparison in TypeScript.

const count = Number(process.env.BENCH_VALUES);
const withMeta = process.env.BENCH_META !== undefined;
const names = Array.from({ length: 4096 }, (_, i) => `sensor${i}`);

collectd.register_read(() => {
  collectd.info('bench: begin');
  const vl = new Values({ type: 'gauge', plugin: 'bench' });
  for (let i = 0; i < count; i++) {
    const name = names[i % 4096] as string;
    if (withMeta) vl.dispatch({ type_instance: name, values: [i], meta: { origin: name } });
    else vl.dispatch({ type_instance: name, values: [i] });
  }
  collectd.info('bench: end');
});
