/** A collectd.conf with all that it includes: the rules of the daemon's configfile.c. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { isFile } from '../system/is-file.ts';
import type { Findings, LineLocation } from './findings.ts';
import { fnmatch } from './glob.ts';
import { type Item, ParseError, parse } from './parser.ts';
import { strerror } from './system-errors.ts';
import { wordexp } from './wordexp.ts';

const MAX_DEPTH = 8;

/** Undefined: the daemon would read no configuration at all; the findings say why. */
export function readConfiguration(file: string, findings: Findings): Item[] | undefined {
  const items = new Files(findings).path(file, undefined, 0, { file, line: 0 });
  if (items?.length !== 0) return items;
  findings.error(
    { file, line: 0 },
    'there is nothing in it: collectd refuses an empty configuration.',
  );
  return undefined;
}

class Files {
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** What a path, perhaps with patterns, means. Undefined: the daemon gives up. */
  path(
    path: string,
    filter: string | undefined,
    depth: number,
    from: LineLocation,
  ): Item[] | undefined {
    if (depth >= MAX_DEPTH) {
      this.#findings.error(
        from,
        `files are included more than ${MAX_DEPTH - 1} deep. Does one include itself?`,
      );
      return undefined;
    }
    const words = wordexp(path);
    if (words === undefined) {
      this.#findings.error(from, `Include "${path}": not a path that wordexp(3) can expand.`);
      return undefined;
    }
    const all: Item[] = [];
    for (const one of words.sort(byBytes)) {
      const items = this.#one(one, filter, depth, from);
      if (items === undefined) return undefined;
      all.push(...items);
    }
    return all;
  }

  #one(
    path: string,
    filter: string | undefined,
    depth: number,
    from: LineLocation,
  ): Item[] | undefined {
    let isDirectory: boolean;
    try {
      const stat = statSync(path);
      isDirectory = stat.isDirectory();
      if (!isDirectory && !stat.isFile()) {
        this.#findings.warning(
          from,
          `${path} is neither a file nor a directory; collectd skips it.`,
        );
        return [];
      }
    } catch (error) {
      // The main file by itself is more than a file that is not there.
      if (depth > 0)
        this.#findings.warning(from, `Include "${path}": ${strerror(error)}; collectd skips it.`);
      else this.#findings.error({ file: path, line: 0 }, `${strerror(error)}.`);
      return depth > 0 ? [] : undefined;
    }
    return isDirectory
      ? this.#directory(path, filter, depth, from)
      : this.#file(path, filter, depth, from);
  }

  #directory(
    path: string,
    filter: string | undefined,
    depth: number,
    from: LineLocation,
  ): Item[] | undefined {
    let names: string[];
    try {
      names = readdirSync(path).filter((name) => !name.startsWith('.'));
    } catch (error) {
      this.#findings.error(from, `Include "${path}": ${strerror(error)}.`);
      return undefined;
    }
    const all: Item[] = [];
    for (const one of names.map((name) => `${path}/${name}`).sort(byBytes)) {
      // Here, and only here, the daemon goes on when a file cannot be used.
      if (filter !== undefined && isFile(one) && !fnmatch(filter, basename(one))) continue;
      const known = this.#findings.all.length;
      const items = this.path(one, filter, depth, from);
      if (items !== undefined) all.push(...items);
      else this.#lessen(known);
    }
    return all;
  }

  /** What went wrong in one file of a directory keeps the file out, but does not refuse the start. */
  #lessen(from: number): void {
    const { all } = this.#findings;
    for (const [index, finding] of all.entries()) {
      if (index < from || finding.level !== 'error') continue;
      const message = `${finding.message.replace(/\.$/, '')}; collectd leaves this file out.`;
      all[index] = { ...finding, level: 'warning', message };
    }
  }

  #file(
    file: string,
    filter: string | undefined,
    depth: number,
    from: LineLocation,
  ): Item[] | undefined {
    if (filter !== undefined && !fnmatch(filter, basename(file))) {
      this.#findings.error(
        from,
        `${file} does not match Filter "${filter}", and collectd gives up there. Include the directory instead of a pattern.`,
      );
      return undefined;
    }
    const strays = new Map<number, string>();
    try {
      const items = parse(readFileSync(file, 'utf8'), file, ({ text, line }) => {
        strays.set(line, (strays.get(line) ?? '') + text);
      });
      return this.#included(items, depth);
    } catch (error) {
      if (error instanceof ParseError) this.#findings.error(error, `${error.message}.`);
      else this.#findings.error({ file, line: 0 }, `${strerror(error)}.`);
      return undefined;
    } finally {
      this.#tellOfStrays(file, strays);
    }
  }

  #tellOfStrays(file: string, strays: ReadonlyMap<number, string>): void {
    for (const [line, text] of strays) {
      this.#findings.warning(
        { file, line },
        `collectd passes over ${JSON.stringify(text)} here; put text with such characters in quotes, and close every quote.`,
      );
    }
  }

  /** Only at the top level of a file; inside a block, Include is an option like any other. */
  #included(items: readonly Item[], depth: number): Item[] | undefined {
    const all: Item[] = [];
    for (const item of items) {
      if (item.key.toLowerCase() !== 'include') {
        all.push(item);
        continue;
      }
      const [path, ...more] = item.values;
      if (typeof path !== 'string' || more.length > 0) {
        this.#findings.warning(item, 'Include needs one path in quotes; collectd skips it.');
        all.push(item);
        continue;
      }
      const included = this.path(path, this.#filter(item), depth + 1, item);
      if (included === undefined) return undefined;
      all.push(...included);
    }
    return all;
  }

  #filter(item: Item): string | undefined {
    let filter: string | undefined;
    for (const child of item.children) {
      const [value] = child.values;
      if (child.key.toLowerCase() === 'filter' && typeof value === 'string') filter = value;
      else this.#findings.warning(child, `${child.key} is not an option of <Include>; Filter is.`);
    }
    return filter;
  }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
