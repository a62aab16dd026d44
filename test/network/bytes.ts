// Parts of datagrams made by hand, so that no test trusts the encoder.
import { createCipheriv, createHash, createHmac } from 'node:crypto';

export const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

export function u64(value: bigint | number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)));
  return bytes;
}

export function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

export function part(id: number, ...payload: Uint8Array[]): Buffer {
  const contents = Buffer.concat(payload);
  return Buffer.concat([u16(id), u16(4 + contents.length), contents]);
}

export const text = (id: number, value: string): Buffer => part(id, Buffer.from(`${value}\0`));
export const host = (value: string): Buffer => text(0, value);
export const time = (seconds: bigint | number): Buffer => part(1, u64(seconds));
export const plugin = (value: string): Buffer => text(2, value);
export const pluginInstance = (value: string): Buffer => text(3, value);
export const type = (value: string): Buffer => text(4, value);
export const typeInstance = (value: string): Buffer => text(5, value);
export const interval = (seconds: bigint | number): Buffer => part(7, u64(seconds));
export const timeHr = (value: bigint): Buffer => part(8, u64(value));
export const intervalHr = (value: bigint): Buffer => part(9, u64(value));
export const message = (value: string): Buffer => text(0x100, value);
export const severity = (value: bigint | number): Buffer => part(0x101, u64(value));

export function values(...pairs: [type: number, value: Uint8Array][]): Buffer {
  const types = Buffer.from(pairs.map(([id]) => id));
  return part(6, u16(pairs.length), types, ...pairs.map(([, value]) => value));
}

export const gauge = (value: number): Buffer => values([1, double(value)]);

export function signed(user: string, password: string, contents: Buffer): Buffer {
  const mac = createHmac('sha256', password).update(user).update(contents).digest();
  return Buffer.concat([part(0x200, mac, Buffer.from(user)), contents]);
}

export function encrypted(user: string, password: string, contents: Buffer): Buffer {
  const iv = Buffer.alloc(16, 7);
  const key = createHash('sha256').update(password).digest();
  const plain = Buffer.concat([createHash('sha1').update(contents).digest(), contents]);
  const stream = createCipheriv('aes-256-ofb', key, iv);
  const cipher = Buffer.concat([stream.update(plain), stream.final()]);
  return part(0x210, u16(Buffer.byteLength(user)), Buffer.from(user), iv, cipher);
}

export const concat = (...parts: Uint8Array[]): Buffer => Buffer.concat(parts);
