import collectd, { Values } from 'collectd';

// The dispatching read callback of the comparison in TypeScript.

const count = Number(process.env.BENCH_VALUES);
const names = Array.from({ length: 4096 }, (_, i) => `sensor${i}`);

collectd.register_read(() => {
  collectd.info('bench: begin');
  const vl = new Values({ type: 'gauge', plugin: 'bench' });
  for (let i = 0; i < count; i++) vl.dispatch({ type_instance: names[i % 4096], values: [i] });
  collectd.info('bench: end');
});
