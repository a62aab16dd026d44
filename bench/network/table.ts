import { type NetworkResults, ours } from './results.ts';

/** For the README: values per second, side by side. */
export function networkTable(results: NetworkResults): string {
  const names = {
    decode: 'decoding what collectd 5.12 sends',
    'decode low': 'decoding what the Reader of 2009 understands',
    encode: 'encoding',
    series: 'decoding',
    unique: 'decoding, every name in one series only',
  };
  const rows = results.rates.map(({ what, who, series, median }) => {
    const size = series === undefined ? '' : `, ${series.toLocaleString('en')} series`;
    return `| ${names[what]}, ${who}${size} | ${(median / 1e6).toFixed(2)} |`;
  });
  const lines = results.losses.map(({ who, sent, kernel, own }) => {
    const share = (((kernel + own) / sent) * 100).toFixed(1);
    return `${who === ours ? 'A Reader' : 'A collectd server'} lost ${share} % of ${sent.toLocaleString('en')} datagrams`;
  });
  const load = "from collectd's network plugin at full speed, on one machine";
  return ['| network protocol | million values per second of CPU time |\n| --- | ---: |', ...rows]
    .join('\n')
    .concat(lines.length > 0 ? `\n\n${lines.join('; ')}, ${load}.` : '');
}
