// collectd with a copy of plugins/carbon_writer, away from this project's node_modules, and a module that dispatches what the test wants.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../daemon/fixtures/plugin.ts';
import {
  type Daemon,
  nodejs,
  quote,
  shippedPlugins,
  startDaemon,
} from '../daemon/harness/index.ts';
import type { Endpoint } from '../network/endpoint.ts';

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
        Timeout 60
        ShutdownTimeout 40
        ${lines}
        Import "carbon_writer"
        Import "source"
        <Module carbon_writer>
        ${typeof options === 'string' ? options : options(dir)}
        </Module>`,
      ),
  });
}

/** The options for one line receiver. */
export function receiver({ address, port }: Endpoint, more = ''): string {
  return `LineReceiverHost "${address}"\nLineReceiverPort ${port}\n${more}\n`;
}

/** Several write threads may overtake each other. */
export const inOrder = 'WriteThreads 1\n';

/** For a test that wants everything to arrive, however slow the machine is. */
export const patient = 'StopTimeout 30\n';
