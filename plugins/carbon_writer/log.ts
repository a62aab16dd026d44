// collectd's log, each line with the plugin's name.
import collectd from 'collectd';

const prefix = 'carbon_writer plugin: ';

export const log = {
  error: (text: string): void => collectd.error(prefix + text),
  warning: (text: string): void => collectd.warning(prefix + text),
  info: (text: string): void => collectd.info(prefix + text),
};
