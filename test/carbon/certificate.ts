// A certificate for localhost that has signed itself.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../daemon/fixtures/plugin.ts';

/** Its files. */
export function certificate(): { key: string; cert: string } {
  const directory = temporary();
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-days', '2', '-keyout', key, '-out', cert],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return { key, cert };
}

export const read = ({ key, cert }: ReturnType<typeof certificate>) => ({
  key: readFileSync(key),
  cert: readFileSync(cert),
});
