import collectd from 'collectd';

// A match that reads what one would, and a target that changes a name to one as long.

collectd.register_match('never', { match: (vl) => vl.plugin === 'never' });

collectd.register_target('capital', {
  invoke(vl) {
    vl.plugin = vl.plugin.replace(/^c/, 'C');
  },
});
