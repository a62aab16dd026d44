import { type CarbonResults, carbon, writers } from './results.ts';

/** For the README: microseconds per line, side by side. */
export function carbonTable(results: CarbonResults): string {
  const rows = writers.map((who) => {
    const cells = (['dispatch', 'write'] as const).flatMap((way) => {
      const timing = carbon(results, who, way);
      return [timing?.wall.median, timing?.cpu.median];
    });
    const name = who === 'TypeScript' ? 'carbon_writer' : who;
    return `| ${name} | ${cells.map((cell) => cell?.toFixed(2) ?? '').join(' | ')} |`;
  });
  return [
    "| µs per line to Carbon's TCP socket | from `dispatch` | CPU | from the write thread | CPU |",
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
