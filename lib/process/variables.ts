/**
 * Each worker has environment variables of its own: setenv(3) is not safe while other
 * threads of the daemon call getenv(3), and TZ would be everybody's.
 */
import { readFileSync } from 'node:fs';
import * as util from 'node:util';

type Variables = Record<string | symbol, string | undefined>;

function copyOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return new Proxy({ ...environment } as Variables, {
    set(variables, name, value: unknown) {
      if (typeof name === 'symbol') throw new TypeError('a variable cannot be named by a symbol');
      variables[name] = String(value);
      return true;
    },
    defineProperty(variables, name, descriptor) {
      const value = String(descriptor.value);
      return Reflect.defineProperty(variables, name, { ...descriptor, value });
    },
  }) as NodeJS.ProcessEnv;
}

type ParseEnv = (text: string) => Record<string, string>;

export function ownVariables(): void {
  const variables = copyOf(process.env);
  Object.defineProperty(process, 'env', {
    configurable: true,
    enumerable: true,
    writable: true,
    value: variables,
  });
  const { parseEnv } = util as unknown as { parseEnv?: ParseEnv };
  // Node's own writes to the environment of the process.
  if ('loadEnvFile' in process && parseEnv !== undefined)
    (process as { loadEnvFile: unknown }).loadEnvFile = (path: string | URL = './.env'): void => {
      for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
        if (!(name in process.env)) process.env[name] = value;
    };
}
