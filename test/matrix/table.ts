// What the run found, as a table: on the terminal, and after a complete run in docs/matrix.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { hostArchitecture, type Target } from '../../scripts/suites/suites.mjs';
import type { Measured } from './scenarios.ts';
import { all, nameOf } from './selection.ts';

interface Row {
  readonly passed: string[];
  readonly failed: string[];
  measured?: Measured;
}

const rows = new Map<string, Row>();
const file = fileURLToPath(new URL('../../docs/matrix.md', import.meta.url));

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
  const complete = all.every((target) => rows.has(nameOf(target)));
  if (!complete) return;
  const text = readFileSync(file, 'utf8');
  const [before] = text.split('<!-- matrix:begin -->');
  const after = text.split('<!-- matrix:end -->')[1] ?? '\n';
  const host = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
  const when = `${new Date().toISOString().slice(0, 10)}: ${host}; what is not ${hostArchitecture().name} runs in qemu-user.`;
  writeFileSync(
    file,
    `${before}<!-- matrix:begin -->\n${when}\n\n${table}<!-- matrix:end -->${after}`,
  );
}

function format(): string {
  const head = [
    '| suite | arch | libnode | collectd | result | start | RSS |',
    '| --- | --- | --- | --- | --- | ---: | ---: |',
  ];
  const lines = all.flatMap((target) => {
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
