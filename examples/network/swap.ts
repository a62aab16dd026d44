// Items have fields: here, the swap space of machines with "web" in their name.
import { Reader } from 'collectd-nodejs/network';

const [host, port] = process.argv.slice(2);
const reader = new Reader({ host, port: port === undefined ? undefined : Number(port) });

for await (const item of reader) {
  if (item.host.includes('web') && item.plugin === 'swap') console.log(String(item));
}
