import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Site } from '../daemon/daemon.ts';
import { median, round } from '../report/results.ts';
import type { NetworkEffort } from './effort.ts';
import { measureLoss } from './loss.ts';
import { lowPackets, realPackets, writePackets } from './packets.ts';
import { installPackages } from './peers.ts';
import type { RatesTask } from './rates.ts';
import type { NetworkResults, Rate } from './results.ts';
import { libraryUrl, loadLibrary } from './subject.ts';

export async function measureNetwork(site: Site, effort: NetworkEffort): Promise<NetworkResults> {
  const library = await loadLibrary(libraryUrl);
  const real = await realPackets(site, library, effort.values);
  const low = writePackets(site, 'low', lowPackets(library, real));
  const rates = typescript(site, {
    library: libraryUrl,
    packages: installPackages(join(site.dir, 'packages')),
    real: writePackets(site, 'real', real),
    low,
    effort,
  });
  rates.push(...python(low, effort));
  for (const one of rates) announce(one);
  const losses = await measureLoss(site, effort.rounds, effort.lossValues);
  for (const { who, sent, kernel, own } of losses) {
    console.log(`bench: loss ${who}: ${kernel + own} of ${sent} datagrams (${own} by itself)`);
  }
  return { rates, losses };
}

/** By Node itself: what runs this has so much in its heap that collecting garbage takes twice as long. */
function typescript(site: Site, task: RatesTask): Rate[] {
  const outfile = join(site.dir, 'rates.mjs');
  const entryPoints = [join(import.meta.dirname, 'rates.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' });
  writeFileSync(join(site.dir, 'task'), JSON.stringify(task));
  return JSON.parse(run(process.execPath, [outfile, join(site.dir, 'task')])) as Rate[];
}

function python(file: string, effort: NetworkEffort): Rate[] {
  const script = join(import.meta.dirname, 'reader.py');
  return ['copies', 'plain'].map((how) => {
    const lines = run('python3', [script, file, String(effort.rounds), how])
      .trim()
      .split('\n');
    const figures = lines.map((line) => {
      const { values, seconds } = JSON.parse(line) as { values: number; seconds: number };
      return values / seconds;
    });
    const who = how === 'copies' ? 'Python' : 'Python without copies';
    const best = round(Math.max(...figures), 0);
    return { what: 'decode low', who, median: round(median(figures), 0), best };
  });
}

function run(program: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

function announce({ what, who, series, median: middle, best }: Rate): void {
  const name = `${who}${series === undefined ? '' : `, ${series} series`}`;
  const million = (number: number): string => (number / 1e6).toFixed(3);
  console.log(
    `bench: ${what.padEnd(10)} ${name.padEnd(28)} ${million(middle)} million values/s (at best ${million(best)})`,
  );
}
