/** A daemon to take collectd's place. */
export type { DataSets } from './data-sets.ts';
export { createFakeCollectd, type FakeCollectd } from './fake-collectd.ts';
export type { Output, ValueList } from './output.ts';
export { type LifeOptions, type ModuleBlock, Plugin } from './plugin.ts';
