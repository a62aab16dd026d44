import collectd from 'collectd';
import { tally } from './bench_tally.ts';

// The same with `batch`: one call for many value lists.

collectd.register_write(
  (lists) => {
    for (const vl of lists) tally(vl);
  },
  { name: 'bench', batch: true },
);
