// Messages and notifications, each with a little work after it.
import { setImmediate as turn } from 'node:timers/promises';
import collectd from 'collectd';
import { obey } from './orders.ts';

collectd.register_read(() => obey('NAME'), { interval: 0.1 });
collectd.register_log(async (_severity, message) => {
  await turn(message.length);
});
collectd.register_notification(async (notification) => {
  await turn(notification.message.length);
});
