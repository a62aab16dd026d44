import type { Hash } from 'node:crypto';
import { createRequire } from './node-module.ts';

/** Loads node:crypto when it is called: lib/process/cryptography.ts has to be there before. */
export function createHash(algorithm: string): Hash {
  const crypto = createRequire('/')('node:crypto') as typeof import('node:crypto');
  return crypto.createHash(algorithm);
}
