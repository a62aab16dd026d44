// Quiet is only what a log callback does itself.
import { expect, test } from 'vitest';
import { nodejs, startDaemon } from '../harness/index.ts';
import { reported, reporting } from '../harness/reported.ts';

test('a read that a log callback registers is not quiet', async () => {
  const daemon = await startDaemon({
    config: (dir) => nodejs(dir, 'Import "logger"'),
    files: {
      ...reporting,
      'logger.ts': `
        import collectd from 'collectd';
        import { report } from './report.ts';
        collectd.register_log((severity, message) => {
          report('message', message);
          if (message === 'mark') collectd.register_read(() => collectd.info('from the read'), { name: 'late' });
        });
        collectd.register_read(() => collectd.info('mark'), 3600);`,
    },
  });
  await daemon.waitFor(() => reported(daemon, 'message').includes('from the read'));
  expect((await daemon.stop()).status).toBe(0);
});
