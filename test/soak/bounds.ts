// What must hold at the end, and the table.
import type { Outcome } from './soak.ts';

interface Bound {
  what: string;
  early: string;
  late: string;
  demand: string;
  holds: boolean;
}

const mib = (kib: number): string => `${(kib / 1024).toFixed(1)} MiB`;

function bounds({ early, late, restarts, forced, status, lost }: Outcome): Bound[] {
  const same = (what: string, before: number, after: number): Bound => ({
    what,
    early: String(before),
    late: String(after),
    demand: 'the same',
    holds: before === after,
  });
  const growth = late.anonymousKiB / early.anonymousKiB - 1;
  return [
    {
      what: 'anonymous memory',
      early: mib(early.anonymousKiB),
      late: `${mib(late.anonymousKiB)} (${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %)`,
      demand: 'at most 10 % more',
      holds: growth <= 0.1,
    },
    same('threads', early.threads, late.threads),
    same('file descriptors', early.files, late.files),
    {
      what: 'restarts',
      early: '0',
      late: String(restarts),
      demand: `at least ${forced}`,
      holds: restarts >= forced,
    },
    { what: 'lost workers', early: '', late: String(lost), demand: '0', holds: lost === 0 },
    {
      what: 'exit status',
      early: '',
      late: String(status),
      demand: '0',
      holds: status === 0,
    },
  ];
}

export function holds(outcome: Outcome): boolean {
  return bounds(outcome).every((bound) => bound.holds);
}

export function render(outcome: Outcome): string {
  const { written, messages, notifications, seconds } = outcome;
  const rows = bounds(outcome).map((bound) => [
    bound.what,
    bound.early,
    bound.late,
    bound.demand,
    bound.holds ? 'yes' : 'NO',
  ]);
  const head = ['', 'after the first tenth', 'at the end', 'demanded', 'holds'];
  return [
    `${written} values, ${messages} messages, ${notifications} notifications in ${seconds.toFixed()} s.`,
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}
