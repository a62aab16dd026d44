// @ts-check
// What a Debian package has below /usr/share/doc and /usr/share/man. Pages, examples and plugins lie
// to each other as they do in the repository, so that links between them work.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/run.mjs';
import { compressed } from './compressed.mjs';
import { changelog, copyright, OVERRIDES } from './control.mjs';
import { place, write } from './tree.mjs';

const DOC = 'usr/share/doc/collectd-nodejs';

/** @param {string} tree */
export function placeDocumentation(tree) {
  for (const section of ['1', '5']) {
    const page = compressed(join(root, `dist/man/collectd-nodejs.${section}`));
    write(tree, `usr/share/man/man${section}/collectd-nodejs.${section}.gz`, page);
  }
  write(tree, join(DOC, 'copyright'), copyright());
  write(tree, join(DOC, 'changelog.gz'), compressed(join(root, 'CHANGELOG.md')));
  write(tree, join(DOC, 'changelog.Debian.gz'), compressed(changelog()));
  write(tree, 'usr/share/lintian/overrides/collectd-nodejs', OVERRIDES);
  for (const name of ['README.md', ...pages(), 'docs/images', 'examples', 'plugins'])
    place(tree, join(DOC, name), join(root, name));
}

/** Those for users: docs/architecture.md and what it leads to speak of the sources. */
function pages() {
  return readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'architecture.md')
    .map((name) => join('docs', name));
}
