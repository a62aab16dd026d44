import type * as Network from '../../lib/network/index.ts';

/** What is measured is what users get: the file that the build makes. */

export type Library = typeof Network;

export const libraryUrl = new URL('../../dist/network/index.js', import.meta.url).href;

export async function loadLibrary(url: string): Promise<Library> {
  return (await import(/* @vite-ignore */ url)) as Library;
}
