// What the run found, as a table: on the terminal, and after a complete run in a file for
// scripts/matrix.mjs, which puts it into docs/matrix.md.
import { writeFileSync } from 'node:fs';
import { allTargets, nameOf } from '../../scripts/suites/runnable.mjs';
import type { Target } from '../../scripts/suites/suites.mjs';
import type { Measured } from './scenarios.ts';

interface Row {
  readonly passed: string[];
  readonly failed: string[];
  measured?: Measured;
}

const rows = new Map<string, Row>();

/** Runs a part of the test and notes how it ended. */
export async function record(target: Target, part: string, run: () => unknown): Promise<void> {
  const name = nameOf(target);
  const row: Row = rows.get(name) ?? { passed: [], failed: [] };
  rows.set(name, row);
  try {
    const measured = await run();
    if (isMeasured(measured)) row.measured = measured;
    row.passed.push(part);
  } catch (error) {
    row.failed.push(part);
    throw error;
  }
}

function isMeasured(result: unknown): result is Measured {
  return typeof result === 'object' && result !== null && 'rss' in result;
}

export function writeTable(): void {
  const table = format();
  if (table === '') return;
  console.log(table);
  const complete = allTargets.every((target) => rows.has(nameOf(target)));
  const file = process.env.COLLECTD_NODEJS_MATRIX_TABLE;
  if (complete && file !== undefined) writeFileSync(file, table);
}

function format(): string {
  const head = [
    '| suite | arch | libnode | collectd | result | start | RSS |',
    '| --- | --- | --- | --- | --- | ---: | ---: |',
  ];
  const lines = allTargets.flatMap((target) => {
    const row = rows.get(nameOf(target));
    return row ? [line(target, row)] : [];
  });
  return lines.length === 0 ? '' : `${[...head, ...lines].join('\n')}\n`;
}

function line({ suite, arch }: Target, { failed, measured }: Row): string {
  const cells = [
    `${suite.name} (${suite.title})`,
    arch.name,
    measured ? `${suite.abi} (${measured.libnode})` : String(suite.abi),
    measured?.collectd ?? '',
    failed.length === 0 ? 'passed' : `failed: ${failed.join(', ')}`,
    measured ? `${measured.start.toFixed(1)} s` : '',
    measured ? `${measured.rss.toFixed(0)} MiB` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}
