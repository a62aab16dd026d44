// A producer of random numbers, a queue, and a consumer that looks which of them are
// prime, with statistics of all three: gauge-queue-size, gauge-producer-too_small,
// -too_big and -just_right, gauge-consumer-count and -time, and both for prime and
// composite numbers.
//
//   node primes.ts            (Node.js 22.18 or newer; older ones: npx vite-node primes.ts)
//   node primes.ts collectd.example 25826 10
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { Connection, start_threads } from 'collectd-nodejs/network';

const [host, port = 25826, interval = 10] = process.argv.slice(2);
const conn = new Connection<'queue' | 'producer' | 'consumer'>({
  collectd_host: host,
  collectd_port: Number(port),
  interval: Number(interval),
});
const numbers: number[] = [];

function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}

/** Of a normal distribution (Box and Muller). */
function random(mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * Math.random());
}

async function watchQueue(): Promise<never> {
  while (true) {
    conn.queue.set_exact({ size: numbers.length });
    await sleep(100);
  }
}

async function consume(): Promise<never> {
  while (true) {
    const n = numbers.shift();
    if (n === undefined) {
      await sleep(10);
      continue;
    }
    const before = performance.now();
    const primality = isPrime(n);
    const time = (performance.now() - before) / 1000;
    console.log(n, primality ? 'is prime' : 'is not prime');
    conn.consumer.record(primality ? 'prime' : 'composite', { count: 1, time });
    await turn();
  }
}

async function produce(): Promise<never> {
  while (true) {
    const n = Math.trunc(((Date.now() / 1000) % 30) ** random(5, 2));
    if (n < 2) conn.producer.record({ too_small: 1 });
    else if (n > 1e9) conn.producer.record({ too_big: 1 });
    else {
      conn.producer.record({ just_right: 1 });
      numbers.push(n);
    }
    await sleep(2);
  }
}

start_threads();
await Promise.all([watchQueue(), consume(), produce()]);
