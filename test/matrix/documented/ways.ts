// The ways to install, as the documents have them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { isAlive, waitFor } from '../../daemon/harness/index.ts';
import { type Block, blocksOf } from '../../fixtures/documentation.ts';
import type { EmptyDebian } from './empty-debian.ts';

const CONFIGURATION = 'etc/collectd/collectd.conf.d/nodejs.conf';

/** Those between two headings or sentences, in their order. */
function blocks(page: string, begin: string, end: string): Block[] {
  const text = readFileSync(join(import.meta.dirname, '../../..', page), 'utf8');
  const line = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
  const [from, to] = [line(begin), line(end)];
  return blocksOf(page).filter((block) => block.line > from && block.line < to);
}

const linesOf = ({ text }: Block): string[] => text.trim().split('\n');

/** The two files that the README shows first. */
const filesOfReadme = (): Block[] =>
  blocks('README.md', '# collectd-nodejs', '## Install').filter(({ language }) => language !== '');

function writeFiles(debian: EmptyDebian): void {
  for (const { text } of filesOfReadme())
    debian.write(/^(?:\/\/|#) (\/\S+)\n/.exec(text)?.[1] ?? '', text);
}

/** Values of the README's plugin are in the log, and none of another plugin: the page shows none. */
async function expectDice(debian: EmptyDebian, log: string, patience: number): Promise<void> {
  await waitFor(() => /dice: [1-6]$/m.test(debian.read(log)), patience);
  const others = debian.read(log).match(/^(?!.*dice: [1-6]$).*\w: \d+$/gm);
  expect(others).toBeNull();
}

const NPM = 'On Ubuntu, or';

/** From nothing to values of an own plugin in the log. */
export async function readme(debian: EmptyDebian, patience: number): Promise<void> {
  const lines = blocks('README.md', '## Install', NPM).flatMap(linesOf);
  expect(filesOfReadme().length + lines.length).toBeLessThanOrEqual(6);
  const [, log = ''] = /^tail -f (\S+)$/.exec(lines.pop() ?? '') ?? [];
  for (const line of lines) {
    if (line.includes('systemctl')) writeFiles(debian);
    await debian.type(line);
  }
  await expectDice(debian, log, patience);
}

/** The section about the Debian package. */
export async function debianPackage(debian: EmptyDebian, patience: number): Promise<void> {
  const shown = blocks('docs/install.md', '## The Debian package', '## The npm package');
  expect(shown.map(({ language }) => language)).toEqual(['sh', 'apache', 'sh']);
  for (const block of shown) {
    if (block.language === 'apache') debian.write(CONFIGURATION, block.text);
    else for (const line of linesOf(block)) await debian.type(line);
  }
  await expectWell(debian, patience);
}

/** Without the package collectd starts all the same, and with it again as before. */
export async function removal(debian: EmptyDebian, patience: number): Promise<void> {
  await debian.type('apt-get remove collectd-nodejs');
  await debian.type('systemctl restart collectd');
  await waitFor(() => isAlive(Number(debian.read('run/collectd.pid'))), patience);
  await debian.type('apt-get install --no-install-recommends ./collectd-nodejs_*.deb');
  await debian.type('systemctl restart collectd');
  await expectWell(debian, patience);
}

/** The section about the npm package, and then the lines of the README. */
export async function npm(debian: EmptyDebian, tarball: string, patience: number): Promise<void> {
  const type = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines)
      await debian.type(line.replace('-g collectd-nodejs', `-g ./${tarball}`));
  };
  // Its configuration imports nothing yet, so that collectd has no Node.js in it.
  await type(blocks('docs/install.md', '## The npm package', '## Which systems').flatMap(linesOf));
  await expectDoctor(debian);
  await type(blocks('README.md', NPM, '## The command').flatMap(linesOf));
  writeFiles(debian);
  await debian.type('systemctl restart collectd');
  await expectDice(debian, 'var/log/collectd.log', patience);
}

/** A collectd that runs the plugin, and a doctor that finds no problem. */
export async function expectWell(debian: EmptyDebian, patience: number): Promise<void> {
  await debian.collectdWithNode(patience);
  await expectDoctor(debian);
}

async function expectDoctor(debian: EmptyDebian): Promise<void> {
  const { status, output } = await debian.run('collectd-nodejs doctor --no-start');
  expect(status, output).toBe(0);
}

/** A release of Debian with the plugin becomes the next one, as Debian's release notes say. */
export async function upgrade(
  debian: EmptyDebian,
  to: Parameters<EmptyDebian['moveTo']>[0],
  patience: number,
): Promise<void> {
  await debian.moveTo(to);
  for (const step of ['upgrade --without-new-pkgs', 'full-upgrade'])
    await debian.type(`apt-get ${step} -o Dpkg::Options::=--force-confold`);
  await debian.type('systemctl restart collectd');
  await expectWell(debian, patience);
}
