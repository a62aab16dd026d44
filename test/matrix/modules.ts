// What the matrix runs: one module for each thing that can go wrong differently elsewhere.

export const lists = 10_000;

const work = `
import { setTimeout as sleep } from 'node:timers/promises';
import collectd, { Notification, Values } from 'collectd';

let ceiling = 0n;
collectd.register_config((config) => {
  for (const { key, values, children } of config.children)
    console.log('work: ' + key + ' ' + JSON.stringify(values) + ' ' + children.length);
  ceiling = BigInt(String(config.children[0]?.values[0]));
});

// Where a processor or a C library has its own mind: 64-bit integers, fractions, bytes over 127.
let sent = false;
collectd.register_read(() => {
  if (sent) return;
  sent = true;
  const vl = { plugin: 'work', plugin_instance: 'Zürich', time: 4102444800.5 };
  new Values({ ...vl, type: 'derive' }).dispatch({ values: [-ceiling] });
  new Values({ ...vl, type: 'gauge', meta: { exact: ceiling, half: 0.5 } }).dispatch({ values: [0.1] });
  new Values({ ...vl, type: 'if_octets' }).dispatch({ values: [1, ceiling] });
}, { name: 'sync' });

collectd.register_read(async () => {
  await sleep(50);
  new Values({ plugin: 'work', type: 'gauge', type_instance: 'later' }).dispatch({ values: [7] });
}, { name: 'async' });

collectd.register_write((vl) => {
  if (vl.plugin !== 'work' || vl.time < 4e9) return;
  const line = [vl.plugin_instance, vl.type, ...vl.values].join(' ') + ' ' + vl.time + ' ' +
    Object.entries(vl.meta).map(([key, value]) => key + '=' + value).sort().join(',');
  console.log('work: wrote ' + line.trimEnd());
}, { name: 'exact', bigint: true });

collectd.register_notification((n) => {
  if (n.plugin === 'work') console.log('work: heard ' + n.severity + ' ' + n.message);
});
collectd.register_read(() => {
  new Notification({ plugin: 'work', severity: 4, message: 'grüezi' }).dispatch();
}, { name: 'notify' });

collectd.register_shutdown(async () => {
  await sleep(20);
  console.log('work: shut down');
});
`;

const flood = `
import collectd, { Values } from 'collectd';
let next = 0;
let wrong = 0;
collectd.register_write((vl) => {
  if (vl.plugin !== 'flood') return;
  if (vl.values[0] !== next || vl.type_instance !== 'n' + (next % 1000)) wrong++;
  if (++next === ${lists}) console.log('flood: ' + next + ' in order, ' + wrong + ' wrong');
});
let sent = false;
collectd.register_read(() => {
  if (sent) return;
  sent = true;
  for (let i = 0; i < ${lists}; i++)
    new Values({ plugin: 'flood', type: 'gauge', type_instance: 'n' + (i % 1000), time: 1732177000 + i })
      .dispatch({ values: [i] });
});
`;

const thrower = `
import { register_read } from 'collectd';
register_read(() => { throw new RangeError('always'); });
`;

const broken = `throw new Error('not importable');\n`;

export const modules = {
  'work.ts': work,
  'flood.ts': flood,
  'thrower.ts': thrower,
  'broken.ts': broken,
};

/** The lines of `<Plugin nodejs>`. */
export const options = `Import "work"
Import "flood"
Import "thrower"
Import "broken"
<Module work>
  Ceiling "9007199254740993"
  Numbers 1.5 -2 true "text"
  <Block "x">
    Inner 1
  </Block>
</Module>`;
