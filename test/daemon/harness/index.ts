export { csv, head, hostname, nodejs, pluginDir, quote, shippedPlugins } from './config.ts';
export { type Row, readCsv } from './csv.ts';
export { Daemon, type Ending } from './daemon.ts';
export { isAlive, signal } from './process.ts';
export { type DaemonOptions, runDaemon, startDaemon } from './start.ts';
export { PATIENCE, waitFor } from './wait.ts';
