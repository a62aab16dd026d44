// What is printed at the end of npm test.
import { expect, test } from 'vitest';
import type { TestModule } from 'vitest/node';
import { SlowestFiles } from '../reporters/slowest-files.ts';

function moduleWith(name: string, milliseconds: number): TestModule {
  const none = { environmentSetupDuration: 0, setupDuration: 0 };
  const diagnostic = {
    ...none,
    prepareDuration: 100,
    collectDuration: 200,
    duration: milliseconds,
  };
  return {
    moduleId: `/x/test/${name}`,
    project: { config: { root: '/x' } },
    diagnostic: () => diagnostic,
  } as unknown as TestModule;
}

function printed(modules: readonly TestModule[]): string[] {
  const texts: string[] = [];
  new SlowestFiles((text) => texts.push(text)).onTestRunEnd(modules);
  return texts.join('\n').split('\n').filter(Boolean);
}

test('the slowest ten, the slowest first, with all the time that they took', () => {
  const modules = Array.from({ length: 12 }, (_, i) => moduleWith(`${i}.test.ts`, i * 1000));
  const lines = printed(modules);
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe(' The slowest 10 of 12 files:');
  expect(lines[1]).toBe('    11.3 s  test/11.test.ts');
  expect(lines[10]).toBe('     2.3 s  test/2.test.ts');
});

test('nothing is printed for a few files', () => {
  expect(printed([moduleWith('a.test.ts', 1)])).toEqual([]);
});
