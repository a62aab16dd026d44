/** Text as the daemon keeps it: UTF-8 in so many bytes, cut between characters. */
export function truncateText(text: string, bytes: number): string {
  const encoded = Buffer.from(text, 'utf8');
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end);
}

/** Of callbacks: collectd does not regard the case of ASCII letters. */
export function isSameIdentifier(one: string, other: string): boolean {
  const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower(one) === lower(other);
}
