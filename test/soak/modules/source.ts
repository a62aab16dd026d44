// Sends values, messages and notifications, no more than can be written: what it has sent comes
// back to it. `soak` replaces NAME by the name of the copy.
import { readFile } from 'node:fs/promises';
import collectd, { Notification, Values } from 'collectd';
import { obey } from './orders.ts';

const name = 'NAME';
const SERIES = 200;
const CHUNK = 1000;
const MOST = 4000;

const list = new Values({ plugin: 'soak', plugin_instance: name, type: 'derive' });
let underWay = 0;
let sent = 0;

collectd.register_read(
  async () => {
    await obey(name);
    for (let i = 0; i < CHUNK && underWay < MOST; i++) {
      sent++;
      underWay++;
      list.dispatch({ type_instance: String(sent % SERIES), values: [sent] });
    }
    collectd.info(`${name} has sent ${sent}`);
    new Notification({
      severity: collectd.NOTIF_OKAY,
      plugin: 'soak',
      plugin_instance: name,
      message: `${sent} sent`,
      meta: { sent: BigInt(sent) },
    }).dispatch();
    // A little work for the thread pool, too.
    await readFile('/proc/self/stat');
  },
  { interval: 0.1 },
);

collectd.register_write((vl) => {
  if (vl.plugin_instance === name && underWay > 0) underWay--;
});

// What was lost with a worker does not come back.
let before = 0;
setInterval(() => {
  if (underWay === before) underWay = 0;
  before = underWay;
}, 3000);
