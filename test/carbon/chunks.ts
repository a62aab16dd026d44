// Chunks of numbered lines.
import type { Chunk } from '../../plugins/carbon_writer/lines/lines.ts';

export const line = (number: number): string => `m ${number}.000000 1\n`;

export function chunk(first: number, lines: number): Chunk {
  const text = Array.from({ length: lines }, (_, i) => line(first + i)).join('');
  return { text, lines, isAscii: true };
}
