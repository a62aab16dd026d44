import collectd from 'collectd';
import { tally } from './bench_tally.ts';

// The write callback of the comparison in TypeScript, one call per value list.

collectd.register_write((vl) => tally(vl), { name: 'bench' });
