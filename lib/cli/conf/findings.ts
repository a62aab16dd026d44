/** What `check` has to say, each with its location. */
export interface Finding {
  /** error: collectd would refuse to start, or `collectd -T` fail. */
  readonly level: 'error' | 'warning';
  readonly file: string;
  /** Counts from 1; 0: the file as a whole. */
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}

export interface LineLocation {
  readonly file: string;
  readonly line: number;
}

export class Findings {
  readonly all: Finding[] = [];

  error({ file, line }: LineLocation, message: string): void {
    this.all.push({ level: 'error', file, line, message });
  }

  warning({ file, line }: LineLocation, message: string): void {
    this.all.push({ level: 'warning', file, line, message });
  }

  add(finding: Finding): void {
    this.all.push(finding);
  }

  get failed(): boolean {
    return this.all.some(({ level }) => level === 'error');
  }
}

export function formatFinding({ level, file, line, column, message }: Finding): string {
  const location = [file, ...(line > 0 ? [line] : []), ...(column ? [column] : [])].join(':');
  return `${location}: ${level}: ${message}`;
}
