// The sockets of a Reader: which ones it takes, and having them bound and joined.
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP, isIPv6 } from 'node:net';
import { type Family, interfaceFor, isMulticast } from '../endpoint/interfaces.ts';
import { DEFAULT_GROUP } from '../protocol/wire.ts';

export interface Where {
  readonly host?: string | undefined;
  readonly port: number;
  readonly groups?: readonly string[] | undefined;
  readonly interface?: string | undefined;
  /** Of the kernel's buffer for each socket, in bytes. */
  readonly receiveBuffer: number;
}

interface Binding {
  readonly family: Family;
  readonly address: string;
  readonly groups: readonly string[];
}

/** One after the other: with port 0 all of them get the port of the first one. */
export async function openSockets(where: Where): Promise<Socket[]> {
  const sockets: Socket[] = [];
  let { port } = where;
  try {
    for (const binding of await bindings(where)) {
      sockets.push(await open(binding, port, where));
      port = sockets[0]?.address().port ?? port;
    }
  } catch (error) {
    for (const socket of sockets) socket.close();
    throw error;
  }
  return sockets;
}

async function bindings({ host, groups }: Where): Promise<Binding[]> {
  for (const group of groups ?? []) {
    if (!isIP(group) || !isMulticast(group)) throw new Error(`"${group}" is no multicast address`);
  }
  if (host === undefined) return anyAddress(groups ?? [DEFAULT_GROUP]);
  const list: Binding[] = [];
  if (host === '') list.push({ family: 6, address: '::', groups: [] });
  else {
    const { address, family } = await resolve(host);
    if (isMulticast(address)) return anyAddress([address, ...(groups ?? [])]);
    list.push({ family, address, groups: [] });
  }
  // Bound to the group itself, such a socket gets what is sent to the group and nothing else.
  for (const group of groups ?? []) {
    list.push({ family: familyOf(group), address: group, groups: [group] });
  }
  return list;
}

/** As the Reader of 2009: what is sent to the groups, and to any address of this machine. */
function anyAddress(groups: readonly string[]): Binding[] {
  if (groups.length === 0) return [{ family: 6, address: '::', groups }];
  const list: Binding[] = [];
  const four = groups.filter((group) => familyOf(group) === 4);
  const six = groups.filter((group) => familyOf(group) === 6);
  if (four.length > 0) list.push({ family: 4, address: '0.0.0.0', groups: four });
  if (six.length > 0) list.push({ family: 6, address: '::', groups: six });
  return list;
}

const familyOf = (address: string): Family => (isIPv6(address) ? 6 : 4);

async function resolve(host: string): Promise<{ address: string; family: Family }> {
  if (isIP(host.replace(/%.*$/, ''))) return { address: host, family: host.includes(':') ? 6 : 4 };
  const { address, family } = await lookup(host, { verbatim: false });
  return { address, family: family === 6 ? 6 : 4 };
}

async function open(binding: Binding, port: number, where: Where): Promise<Socket> {
  const { family, address, groups } = binding;
  try {
    return await bind(binding, port, where);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A kernel without IPv6: all addresses are then those of IPv4.
    const absent = code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL';
    if (!absent || family === 4 || address !== '::' || groups.length > 0) throw error;
    return await bind({ family: 4, address: '0.0.0.0', groups }, port, where);
  }
}

async function bind({ family, address, groups }: Binding, port: number, where: Where) {
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Several programs may listen to one group. Elsewhere it would take another one's packets.
    reuseAddr: groups.length > 0,
    // Beside a socket for IPv4, one for IPv6 must not want its packets too.
    ipv6Only: family === 6 && groups.length > 0,
    recvBufferSize: where.receiveBuffer,
  });
  try {
    const listening = once(socket, 'listening');
    socket.bind({ port, address });
    await listening;
    const via = where.interface === undefined ? undefined : interfaceFor(where.interface, family);
    for (const group of groups) socket.addMembership(group, via);
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}
