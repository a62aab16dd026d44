/** The module of the option Interactive: its config callback gets each such line. */
import { createServer, type Server } from 'node:net';
import collectd from 'collectd';
import { listen_socket, remove_socket } from 'collectd-nodejs/interactive';
import { serve } from './connection.ts';
import { serveTerminal } from './terminal.ts';

const servers = new Map<string, Server>();
let onTerminal = false;

function listen(path: string): void {
  if (servers.has(path)) return;
  const fd = listen_socket(path);
  const server = createServer(serve);
  server.on('error', (error) => collectd.error(`Interactive "${path}": ${error.message}`));
  server.listen({ fd });
  servers.set(path, server);
}

collectd.register_config(({ values: [value] }) => {
  if (typeof value === 'string' && value.startsWith('/')) listen(value);
  else onTerminal = true;
});

// After the other modules have started: what they log comes before the first prompt.
collectd.register_init(() => {
  if (onTerminal) serveTerminal();
});

collectd.register_shutdown(() => {
  for (const [path, server] of servers) {
    server.close();
    remove_socket(path);
  }
});
