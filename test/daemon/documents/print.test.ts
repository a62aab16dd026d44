// plugins/print in a real collectd.
import { expect, test } from 'vitest';
import { nodejs, quote, shippedPlugins, startDaemon } from '../harness/index.ts';

const source = `
import { Values } from 'collectd';
import collectd from 'collectd';
const time = 1732177000.125;
collectd.register_read(() => {
  new Values({ plugin: 'p', type: 'gauge', time }).dispatch({ values: [NaN] });
  new Values({ plugin: 'p', plugin_instance: 'pi', type: 'if_octets', type_instance: 'ti', time })
    .dispatch({ values: [1, 2 ** 53] });
}, 3600);
`;

test('prints one line for each value, in the form of PUTVAL', async () => {
  const daemon = await startDaemon({
    files: { 'source.ts': source },
    config: (dir) =>
      nodejs(
        dir,
        `ModulePath ${quote(shippedPlugins)}
        Import "source"
        Import "print"
        <Module print>
          Colour true
        </Module>`,
      ),
  });
  for (const identifier of ['p/gauge', 'p-pi/if_octets-ti'])
    await daemon.waitForLog(new RegExp(`testhost/${identifier} `));
  const lines = daemon.log().split('\n');
  expect(lines).toContain('[info] testhost/p/gauge interval=3600.000 1732177000.125:U');
  expect(lines).toContain(
    '[info] testhost/p-pi/if_octets-ti interval=3600.000 1732177000.125:1:9007199254740992',
  );
  expect(daemon.log()).toContain('[warning] print plugin: Unknown config key "Colour"');
  expect((await daemon.stop()).status).toBe(0);
});
