// Links of the pages that are written for people.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

export interface Link {
  page: string;
  line: number;
  text: string;
  target: string;
}

/** README.md of whatever folder, and all of docs/. */
export function pages(root: string): string[] {
  const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const folders = ['docs', 'lib', 'native', 'plugins', 'scripts', 'bench'];
  return [...top, ...folders.flatMap((folder) => pagesBelow(root, folder))].filter((page) =>
    existsSync(join(root, page)),
  );
}

function pagesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : pagesBelow(root, path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Without the code in it; lines stay where they are. */
function proseOf(text: string): string {
  return text.replace(/^```[^]*?^```$|`[^`\n]*`/gm, (code) => code.replace(/[^\n]/g, ' '));
}

export function linksOf(root: string, page: string): Link[] {
  const text = readFileSync(join(root, page), 'utf8');
  const prose = proseOf(text);
  return [...prose.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g)].map((found) => ({
    page,
    line: text.slice(0, found.index).split('\n').length,
    text: found[1] ?? '',
    target: found[2] ?? found[3] ?? '',
  }));
}

/** As GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(
    ([, heading = '']) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      const anchor = plain.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    },
  );
}

/** The file or folder of a link, from the top; undefined: it leads out of the project. */
export function targetOf({ page, target }: Link): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = ''] = target.split('#');
  return path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path));
}

/** Why a link is dead; undefined: it is not. */
export function deadBecause(root: string, link: Link): string | undefined {
  const path = targetOf(link);
  if (path === undefined) return undefined;
  const where = `${link.page}:${link.line} links to ${link.target}`;
  const file = resolve(root, path);
  if (!file.startsWith(`${resolve(root)}/`)) return `${where}, which is outside of the project.`;
  if (!existsSync(file)) return `${where}, which does not exist.`;
  const [, anchor] = link.target.split('#');
  if (anchor === undefined) return undefined;
  if (!file.endsWith('.md')) return `${where}: only pages have headings.`;
  return anchorsOf(readFileSync(file, 'utf8')).includes(anchor)
    ? undefined
    : `${where}, but ${path} has no such heading.`;
}
