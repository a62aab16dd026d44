// @ts-check
// The reporter that vitest loads in a round: it writes into the record what each file came to, and
// says on descriptor 4 which ones failed.
import { writeSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { append } from './record.mjs';

/** @param {unknown} error */
function messageOf(error) {
  const { message, stack, diff, cause } =
    /** @type {{ message?: string, stack?: string, diff?: string, cause?: unknown }} */ (error);
  const where = stack
    ?.split('\n')
    .find((line) => /\.[cm]?ts:\d+/.test(line))
    ?.trim();
  return stripVTControlCharacters(
    [message ?? String(error), diff, where].filter(Boolean).join('\n') + because(cause),
  );
}

/**
 * Of a poll that has waited in vain: the last comparison.
 * @param {unknown} cause
 * @returns {string}
 */
function because(cause) {
  return cause === undefined ? '' : `\nbecause ${messageOf(cause)}`;
}

/**
 * @param {import('vitest/node').TestModule} module
 * @returns {import('./record.mjs').Failure[]}
 */
function failuresOf(module) {
  const tests = [...module.children.allTests('failed')].flatMap((test) =>
    (test.result().errors ?? []).map((error) => ({ test: test.fullName, error })),
  );
  // What a hook throws belongs to no test.
  const suites = [module, ...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map((error) => ({
      test: suite.type === 'suite' ? suite.fullName : 'the file itself',
      error,
    })),
  );
  const failures = [...suites, ...tests].map(({ test, error }) => ({
    test,
    message: messageOf(error),
  }));
  if (module.state() === 'failed' && failures.length === 0)
    failures.push({ test: 'the file itself', message: 'failed without an error' });
  return failures;
}

export default class StressReporter {
  /** @type {import('vitest/node').Vitest | undefined} */
  #vitest;
  #cancelled = false;
  /** @type {Set<string>} */
  #ended = new Set();
  /** @type {Set<unknown>} */
  #told = new Set();
  /** @type {Map<string, number>} */
  #started = new Map();
  #path = '';
  /** @type {Pick<import('./record.mjs').Result, 'mode' | 'round' | 'jobs' | 'core' | 'beside'>} */
  #round = { mode: 'busy', round: 0, jobs: 0, beside: 0 };

  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    this.#vitest = vitest;
    vitest.onCancel(() => {
      this.#cancelled = true;
    });
    const { path, ...round } = JSON.parse(process.env.STRESS_ROUND ?? '');
    this.#path = path;
    this.#round = round;
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleQueued(module) {
    this.#started.set(module.id, performance.now());
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    this.#ended.add(module.id);
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const test of module.children.allTests()) counts[test.result().state]++;
    const { pending, ...finished } = counts;
    // Not all of it has run: it is left for the next call.
    if (pending > 0 || this.#cancelled) return;
    const started = this.#started.get(module.id) ?? performance.now();
    this.#append(this.#nameOf(module.moduleId), (performance.now() - started) / 1000, {
      ...finished,
      failures: [...failuresOf(module), ...this.#unhandled(module.moduleId)],
    });
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   */
  onTestRunEnd(modules) {
    // Of a file that cannot be loaded no end is told.
    for (const module of modules) {
      if (module.state() === 'failed' && !this.#ended.has(module.id)) this.onTestModuleEnd(module);
    }
    const failures = this.#unhandled();
    if (failures.length > 0) this.#append('', 0, { passed: 0, failed: 0, skipped: 0, failures });
  }

  /**
   * Errors that no test and no hook has caught: of a file, or all that have not been told yet.
   * @param {string} [path]
   * @returns {import('./record.mjs').Failure[]}
   */
  #unhandled(path) {
    const errors = /** @type {{ VITEST_TEST_PATH?: string }[]} */ (
      this.#vitest?.state.getUnhandledErrors() ?? []
    ).filter(
      (error) => !this.#told.has(error) && (path === undefined || error.VITEST_TEST_PATH === path),
    );
    for (const error of errors) this.#told.add(error);
    return errors.map((error) => ({
      test: `unhandled${path === undefined && error.VITEST_TEST_PATH ? ` in ${this.#nameOf(error.VITEST_TEST_PATH)}` : ''}`,
      message: messageOf(error),
    }));
  }

  /** @param {string} path */
  #nameOf(path) {
    return relative(this.#vitest?.config.root ?? '', path);
  }

  /**
   * @param {string} file
   * @param {number} seconds
   * @param {Pick<import('./record.mjs').Result, 'passed' | 'failed' | 'skipped' | 'failures'>} counts
   */
  #append(file, seconds, counts) {
    const ended = new Date().toISOString();
    append(this.#path, { ...this.#round, file, ended, seconds, ...counts });
    const { mode, round } = this.#round;
    for (const { test, message } of counts.failures)
      writeSync(4, `FAILED ${mode} ${round} ${file} ${test}: ${message.split('\n')[0]}\n`);
  }
}
