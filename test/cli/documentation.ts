// The links of the pages that a package has.
import { readdirSync } from 'node:fs';
import { deadBecause, linksOf } from '../architecture/links.ts';

/** @param root - where README.md, docs and plugins are */
export function deadLinks(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .flatMap((page) => linksOf(root, page))
    .flatMap((link) => deadBecause(root, link) ?? []);
}
