// Prints everything that collectd's network plugin sends to its multicast group.
//
//   node reader.ts            (Node.js 22.18 or newer; older ones: npx vite-node reader.ts)
//   node reader.ts 127.0.0.1 25826
import { Reader } from 'collectd-nodejs/network';

const [host, port] = process.argv.slice(2);
const reader = new Reader({ host, port: port === undefined ? undefined : Number(port) });

while (true) {
  console.log('-'.repeat(80));
  for await (const item of reader.interpret()) console.log(String(item));
}
