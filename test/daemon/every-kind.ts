// Modules that register callbacks of every kind in the same way.
import { nodejs, startDaemon } from './harness/index.ts';
import { reporting } from './reported.ts';

export const kinds = [
  'config',
  'init',
  'read',
  'write',
  'log',
  'flush',
  'notification',
  'missing',
  'cache_event',
  'match',
  'target',
  'shutdown',
];

/** In each module: MODULE, kinds, register(kind, callback, options?) and unregister(kind, which). */
export const start = (files: Record<string, string>, lines: string) =>
  startDaemon({
    config: (dir) => nodejs(dir, lines),
    files: {
      ...reporting,
      ...Object.fromEntries(
        Object.entries(files).map(([name, text]) => [
          name,
          `const MODULE = '${name.replace('.ts', '')}';
          import collectd, { Values } from 'collectd';
          import { report, thrown } from './report.ts';
          const filters: Record<string, string> = { match: 'match', target: 'invoke' };
          const register = (kind: string, callback: unknown, options?: { name?: unknown }): string => {
            const how = (collectd as never as Record<string, (...args: unknown[]) => string>)['register_' + kind]!;
            if (!(kind in filters)) return how(callback, options);
            const { name = MODULE, ...rest } = options ?? {};
            return how(name, { [filters[kind]!]: callback }, rest);
          };
          const unregister = (kind: string, which: unknown): void =>
            (collectd as never as Record<string, (...args: unknown[]) => void>)['unregister_' + kind]!(which);
          export const kinds = ${JSON.stringify(kinds)};
          ${text}`,
        ]),
      ),
    },
  });
