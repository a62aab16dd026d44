import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Family = 4 | 6;

/**
 * A network interface in the form that a socket wants it: for IPv4 its address, for IPv6 `::%name`.
 *
 * @param wanted a name (`eth0`) or one of its addresses.
 * @throws Error when there is none of that name or address with an address of the family.
 */
export function interfaceFor(wanted: string, family: Family): string {
  const all = Object.entries(networkInterfaces());
  for (const [name, addresses = []] of all) {
    if (name !== wanted && !addresses.some(({ address }) => address === wanted)) continue;
    const own = addresses.filter((address) => address.family === `IPv${family}`);
    const chosen = own.find(({ address }) => address === wanted) ?? own[0];
    if (chosen !== undefined) return family === 6 ? `::%${name}` : chosen.address;
  }
  const names = all.map(([name]) => name).join(', ');
  throw new Error(`no interface "${wanted}" with an IPv${family} address; there are ${names}`);
}

export function isMulticast(address: string): boolean {
  if (isIPv6(address)) return /^ff/i.test(address);
  const [, first] = /^(\d+)\.\d+\.\d+\.\d+$/.exec(address) ?? [];
  return first !== undefined && Number(first) >= 224 && Number(first) <= 239;
}
