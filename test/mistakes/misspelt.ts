/** A name as a hurried author types it: with a letter of its middle twice. */
export function misspelt(name: string): string {
  const middle = Math.floor(name.length / 2);
  return name.slice(0, middle) + name.slice(middle - 1);
}
