import { join } from 'node:path';
import { Daemon, type Site } from '../daemon/daemon.ts';
import { pluginDir } from '../daemon/peers.ts';

/** A real collectd that hands values to its network plugin as fast as that takes them. */

export interface Load {
  readonly port: number;
  readonly values: number;
  readonly series: number;
}

/** Resolves when it has sent everything and ended. */
export async function sendFromCollectd(site: Site, load: Load): Promise<void> {
  const daemon = new Daemon(site, {
    interval: 10,
    baseDir: join(site.dir, 'network'),
    config: [
      `PluginDir "${pluginDir}"`,
      'LoadPlugin network',
      '<Plugin network>',
      `  Server "127.0.0.1" "${load.port}"`,
      '</Plugin>',
      `PluginDir "${site.native}"`,
      'LoadPlugin bench_driver',
      '<Plugin bench_driver>',
      '  Mode "write"',
      '  Writer "network"',
      `  Values ${load.values}`,
      `  Series ${load.series}`,
      '  Warmup 0',
      '  Passes 1',
      // Nobody tells the driver that the values arrived: it waits this long, and ends.
      '  Timeout 1',
      `  Output "${join(site.dir, 'network-passes')}"`,
      '</Plugin>',
    ],
  });
  const status = await daemon.finished(120);
  if (status !== 0) throw new Error(`the sending collectd ended with ${status}:\n${daemon.log}`);
}
