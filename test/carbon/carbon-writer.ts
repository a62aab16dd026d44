// collectd with a copy of plugins/carbon_writer, away from this project's node_modules, and a module that dispatches what the test wants.
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { temporary } from '../daemon/fixtures/plugin.ts';
import {
  type Daemon,
  nodejs,
  quote,
  shippedPlugins,
  startDaemon,
} from '../daemon/harness/index.ts';

interface Setup {
  /** The lines of the `<Module carbon_writer>` block. */
  options: string | ((dir: string) => string);
  /** A module that dispatches. */
  source?: string;
  /** More lines for `<Plugin nodejs>`. */
  lines?: string;
  /** More of collectd.conf. */
  config?: string | ((dir: string) => string);
  interval?: number;
  files?: Record<string, string>;
}

export function startCarbonWriter(setup: Setup): Promise<Daemon> {
  const { options, source = '', lines = '', config = '', interval = 1, files = {} } = setup;
  const modules = temporary();
  cpSync(join(shippedPlugins, 'carbon_writer'), join(modules, 'carbon_writer'), {
    recursive: true,
  });
  return startDaemon({
    interval,
    files: { ...files, 'source.ts': source },
    config: (dir) =>
      (typeof config === 'string' ? config : config(dir)) +
      nodejs(
        dir,
        `ModulePath ${quote(modules)}
        ${lines}
        Import "carbon_writer"
        Import "source"
        <Module carbon_writer>
        ${typeof options === 'string' ? options : options(dir)}
        </Module>`,
      ),
  });
}

/** The options for one line receiver on this machine. */
export function receiver(port: number, more = ''): string {
  return `LineReceiverHost "127.0.0.1"\nLineReceiverPort ${port}\n${more}\n`;
}

/** Several write threads may overtake each other. */
export const inOrder = 'WriteThreads 1\n';

/** Nobody listens there. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
