// @ts-check
// What a record lacks of what was asked for, and what runs at the same time.

/**
 * @typedef {{ files: string[], rounds: number, modes: import('./record.mjs').Mode[] }} Plan
 * @typedef {{ mode: import('./record.mjs').Mode, round: number, files: string[] }} Round
 */

/**
 * The results that the plan asks for.
 * @param {import('./record.mjs').Result[]} results
 * @param {Plan} plan
 */
export function within(results, { files, rounds, modes }) {
  const asked = new Set(files);
  return results.filter(
    ({ mode, round, file }) =>
      modes.includes(mode) && round <= rounds && (file === '' || asked.has(file)),
  );
}

/**
 * What has still to be run, both modes in turn.
 * @param {import('./record.mjs').Result[]} results
 * @param {Plan} plan
 * @returns {Round[]}
 */
export function missing(results, { files, rounds, modes }) {
  const done = new Set(results.map(({ mode, round, file }) => `${mode} ${round} ${file}`));
  return Array.from({ length: rounds }, (_, i) => i + 1)
    .flatMap((round) => modes.map((mode) => ({ mode, round })))
    .map(({ mode, round }) => ({
      mode,
      round,
      files: files.filter((file) => !done.has(`${mode} ${round} ${file}`)),
    }))
    .filter((round) => round.files.length > 0);
}

/**
 * How long something ran, without the breaks.
 * @param {import('./record.mjs').Result[]} results
 */
export function secondsOf(results) {
  const spans = results
    .map(({ ended, seconds }) => ({ end: Date.parse(ended) / 1000, seconds }))
    .map(({ end, seconds }) => [end - seconds, end])
    .sort(([a = 0], [b = 0]) => a - b);
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [start = 0, end = 0] of spans) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}

/**
 * Which rounds run at the same time.
 * @param {Round[]} rounds
 * @param {number} width  how many on one core
 */
export function batches(rounds, width) {
  const onOneCore = rounds.filter(({ mode }) => mode === 'one-core');
  const busy = rounds.filter(({ mode }) => mode === 'busy');
  const groups = Array.from({ length: Math.ceil(onOneCore.length / width) }, (_, i) =>
    onOneCore.slice(i * width, (i + 1) * width),
  );
  return [...groups, ...busy.map((round) => [round])].sort(
    ([a], [b]) => (a?.round ?? 0) - (b?.round ?? 0),
  );
}
