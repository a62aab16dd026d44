// Statistics of a program: what it does, and how often.
//
//   node coins.ts             (Node.js 22.18 or newer; older ones: npx vite-node coins.ts)
//   node coins.ts collectd.example 25826 10
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, start_threads } from 'collectd-nodejs/network';

const [host, port = 25826, interval = 10] = process.argv.slice(2);
const conn = new Connection<'some_category' | 'coin_stats'>({
  collectd_host: host,
  collectd_port: Number(port),
  interval: Number(interval),
});
start_threads();

while (true) {
  conn.some_category.record({ some_counter: 1, another_stat: Math.random() });
  if (Math.random() < 0.5) {
    conn.coin_stats.record('heads', { flips: 1 });
    conn.coin_stats.record('tails', { flips: 1 });
  }
  await sleep((1000 + Math.random() * 3000) * (Number(interval) / 10));
}
