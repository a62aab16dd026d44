// Takes its time for each batch.
import { setTimeout as sleep } from 'node:timers/promises';
import collectd from 'collectd';
import { obey } from './orders.ts';

collectd.register_read(() => obey('NAME'), { interval: 0.1 });
collectd.register_write(
  async (lists) => {
    let sum = 0;
    for (const vl of lists) sum += Number(vl.values[0]) + vl.type_instance.length;
    await sleep(sum > 0 ? 5 : 0);
  },
  { batch: true },
);
collectd.register_flush(() => {});
