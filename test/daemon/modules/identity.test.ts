// What a module may know of its daemon: hostname, interval, version, get_interval().
import { expect, test } from 'vitest';
import { hostname, pluginDir, quote, startDaemon } from '../harness/index.ts';
import { reported, reporting, waitForReport } from '../harness/reported.ts';

const module = `
import collectd, { get_interval, hostname, interval, register_init, register_read, register_write, version } from 'collectd';
import { report } from './report.ts';
const name = import.meta.url.match(/(\\w+)\\.ts/)![1]!;
report(name + ' named', [hostname, interval, version]);
report(name + ' members', [collectd.hostname, collectd.interval, collectd.version]);
report(name + ' import', get_interval());
register_init(() => report(name + ' init', collectd.get_interval()));
register_read(() => report(name + ' read', get_interval()), { name });
register_read(async () => {
  await new Promise((go) => setTimeout(go, 5));
  report(name + ' own', get_interval());
}, { name: name + ' own', interval: 0.5 });
`;

test('the global interval, that of the LoadPlugin block, of an Import and of a read', async () => {
  const daemon = await startDaemon({
    interval: 7,
    config: (dir) => `PluginDir ${quote(pluginDir)}
<LoadPlugin nodejs>
  Interval 3
</LoadPlugin>
PluginDir "/usr/lib/collectd"
<Plugin nodejs>
  ModulePath ${quote(`${dir}/plugins`)}
  Import "plain"
  <Import "often">
    Interval 2
  </Import>
</Plugin>`,
    files: { ...reporting, 'plain.ts': module, 'often.ts': module },
  });
  for (const [name, seconds] of [
    ['plain', 3],
    ['often', 2],
  ] as const) {
    await waitForReport(daemon, `${name} own`);
    await waitForReport(daemon, `${name} read`);
    for (const key of ['named', 'members'])
      expect(reported(daemon, `${name} ${key}`)).toEqual([
        [hostname, 7, expect.stringMatching(/^5\.12\./)],
      ]);
    expect(reported(daemon, `${name} import`)).toEqual([seconds]);
    expect(reported(daemon, `${name} init`)).toEqual([seconds]);
    expect(reported(daemon, `${name} read`)[0]).toBe(seconds);
    expect(reported(daemon, `${name} own`)[0]).toBe(0.5);
  }
});
