/** OpenSSL is one for the process: its FIPS mode and its engines are those of all modules and plugins. */
import type { InternalRequire } from '../shared/builtin-module.ts';
import { nodeBinding } from './bindings.ts';
import { beforeBuiltin, changeBuiltin } from './builtin.ts';
import { refuse, refuseMethod } from './refuse.ts';

const REASON = 'it would change the cryptography of collectd and all plugins';

/** The module crypto takes both from its binding when it is loaded; `crypto.fips = …` ends there, too. */
function guardBinding(): boolean {
  const binding = nodeBinding<Record<string, unknown>>('crypto');
  if (binding === undefined) return false;
  for (const [name, call] of [
    ['setFipsCrypto', 'crypto.setFips()'],
    ['setEngine', 'crypto.setEngine()'],
  ] as const)
    if (name in binding) binding[name] = () => refuse(call, REASON);
  return true;
}

/** Not before a module asks for it: most need no cryptography. */
export function guardCryptography(internalRequire: InternalRequire | undefined): void {
  let isGuarded = false;
  for (const id of ['internal/crypto/util', 'crypto'])
    beforeBuiltin(internalRequire, id, () => {
      isGuarded ||= guardBinding();
    });
  // In threads of Node 24, which hides the binding, this is all there is; to set `crypto.fips` Node refuses there.
  if (internalRequire !== undefined || !isGuarded)
    changeBuiltin(internalRequire, 'crypto', guardModule);
}

/** Changes the module crypto. */
function guardModule(exports: Record<string, unknown>): void {
  refuseMethod(exports, 'crypto', 'setFips', REASON);
  if ('setEngine' in exports) refuseMethod(exports, 'crypto', 'setEngine', REASON);
}
