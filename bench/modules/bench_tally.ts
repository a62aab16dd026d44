import collectd, { type Values } from 'collectd';

// What the writers of all languages add up, so that every field is read and the driver can check the sums.

const expected = Number(process.env.BENCH_VALUES);
let count = 0;
let text = 0;
let meta = 0;
let values = 0;
let time = 0;
let interval = 0;

export function tally(vl: Values): void {
  count++;
  text +=
    vl.host.length +
    vl.plugin.length +
    vl.plugin_instance.length +
    vl.type.length +
    vl.type_instance.length;
  for (const value of vl.values) values += Number(value);
  time += vl.time;
  interval += vl.interval;
  for (const key in vl.meta) {
    meta++;
    const value = vl.meta[key];
    if (typeof value === 'string') text += value.length;
  }
  if (count === expected) report();
}

function report(): void {
  const sums = `values=${values.toFixed(0)} time=${time.toFixed(2)} interval=${interval.toFixed(2)}`;
  collectd.info(`bench: done count=${count} text=${text} meta=${meta} ${sums}`);
  count = text = meta = values = time = interval = 0;
}
