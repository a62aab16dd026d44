// collectd's log, each line with the plugin's name.
import collectd from 'collectd';

const PREFIX = 'carbon_writer plugin: ';

export const log = {
  error: (text: string): void => collectd.error(PREFIX + text),
  warning: (text: string): void => collectd.warning(PREFIX + text),
  info: (text: string): void => collectd.info(PREFIX + text),
};
