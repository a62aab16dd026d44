// @ts-check
// The report: failures by file, then what was done of what was to do.
import { missing, secondsOf, within } from './plan.mjs';

/**
 * @param {import('./record.mjs').Result[]} results
 * @param {import('./plan.mjs').Plan} plan
 */
export function reportOn(results, plan) {
  const asked = within(results, plan);
  const failed = asked.filter(({ failures }) => failures.length > 0);
  const expected = plan.files.length * plan.rounds * plan.modes.length;
  const gaps = missing(asked, plan).reduce((sum, { files }) => sum + files.length, 0);
  const counts = `${expected - gaps} of ${expected} done (files: ${plan.files.length}, rounds: ${plan.rounds}, ${plan.modes.join(' and ')}), ${failed.length} with failures, ${duration(secondsOf(asked))}`;
  return {
    complete: gaps === 0 && failed.length === 0 && expected > 0,
    text: [...tables(failed), counts].join('\n'),
  };
}

/** @param {import('./record.mjs').Result[]} failed */
function tables(failed) {
  const files = [...new Set(failed.map(({ file }) => file))].sort();
  return files.flatMap((file) => {
    const rows = failed
      .filter((result) => result.file === file)
      .sort((a, b) => a.mode.localeCompare(b.mode) || a.round - b.round)
      .flatMap(({ mode, round, failures }) =>
        failures.map(({ test, message }) => [mode, String(round), test, firstLine(message)]),
      );
    return [file || 'outside of the files', ...columns(rows), ''];
  });
}

/** @param {string[][]} rows */
function columns(rows) {
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`);
}

/** @param {string} message */
function firstLine(message) {
  return message.trim().split('\n')[0] ?? '';
}

/** @param {number} seconds */
function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return `${seconds.toFixed(0)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
