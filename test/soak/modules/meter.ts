// Counts what arrives and tells the soak once a second. Nobody tells it to misbehave.
import collectd from 'collectd';

let values = 0;
let messages = 0;
let notifications = 0;
const seen = new Map<string, number>();

collectd.register_write(
  (lists) => {
    for (const vl of lists) if (vl.plugin === 'soak') values++;
  },
  { batch: true },
);
collectd.register_log(() => {
  messages++;
});
collectd.register_notification((notification) => {
  notifications++;
  seen.set(notification.plugin_instance, performance.now());
});
collectd.register_read(
  () => {
    const since = performance.now() - 2000;
    const alive = [...seen.values()].filter((at) => at > since).length;
    collectd.notice(`soak: ${JSON.stringify({ values, messages, notifications, alive })}`);
  },
  { interval: 1 },
);
