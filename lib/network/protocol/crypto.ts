/**
 * The two protections of the protocol. A signature is HMAC-SHA256 over the user's name
 * and the rest of the datagram; encryption is AES-256-OFB over SHA-1 and contents, with
 * the SHA-256 of the password as the key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { ENCRYPTION_SIZE, IV_SIZE, Part, SHA1_SIZE, SIGNATURE_SIZE } from './wire.ts';

const CIPHER = 'aes-256-ofb';
/** Bytes where it is no UTF-8. */
export type Password = string | Uint8Array;

const keys = new Map<string, Buffer>();
const MOST_KEYS = 256;

function keyOf(password: Password): Buffer {
  const name = typeof password === 'string' ? password : Buffer.from(password).toString('latin1');
  const id = `${typeof password} ${name}`;
  let key = keys.get(id);
  if (key === undefined) {
    if (keys.size >= MOST_KEYS) keys.clear();
    key = createHash('sha256').update(password).digest();
    keys.set(id, key);
  }
  return key;
}

function mac(password: Password, user: Buffer, contents: Buffer): Buffer {
  return createHmac('sha256', password).update(user).update(contents).digest();
}

const sha1 = (contents: Buffer): Buffer => createHash('sha1').update(contents).digest();

/** In the time it takes, the comparison tells nothing of where two MACs differ. */
export function isSignedWith(
  password: Password,
  user: Buffer,
  contents: Buffer,
  signature: Buffer,
): boolean {
  return timingSafeEqual(mac(password, user, contents), signature);
}

/** The contents, or undefined when it was encrypted with another password. */
export function decrypt(password: Password, iv: Buffer, encrypted: Buffer): Buffer | undefined {
  // OFB is a stream: final() has nothing to add.
  const plain = createDecipheriv(CIPHER, keyOf(password), iv).update(encrypted);
  const contents = plain.subarray(SHA1_SIZE);
  return timingSafeEqual(sha1(contents), plain.subarray(0, SHA1_SIZE)) ? contents : undefined;
}

/** A datagram: the signature and the contents it covers. */
export function sign(password: Password, user: Buffer, contents: Buffer): Buffer {
  const datagram = Buffer.allocUnsafe(SIGNATURE_SIZE + user.length + contents.length);
  datagram.writeUInt16BE(Part.signSha256, 0);
  datagram.writeUInt16BE(SIGNATURE_SIZE + user.length, 2);
  datagram.set(mac(password, user, contents), 4);
  datagram.set(user, SIGNATURE_SIZE);
  datagram.set(contents, SIGNATURE_SIZE + user.length);
  return datagram;
}

/** A datagram: one part with the contents encrypted. */
export function encrypt(password: Password, user: Buffer, contents: Buffer): Buffer {
  const datagram = Buffer.allocUnsafe(ENCRYPTION_SIZE + user.length + contents.length);
  datagram.writeUInt16BE(Part.encrAes256, 0);
  datagram.writeUInt16BE(datagram.length, 2);
  datagram.writeUInt16BE(user.length, 4);
  datagram.set(user, 6);
  const iv = randomBytes(IV_SIZE);
  datagram.set(iv, 6 + user.length);
  const stream = createCipheriv(CIPHER, keyOf(password), iv);
  const hash = stream.update(sha1(contents));
  datagram.set(hash, 6 + user.length + IV_SIZE);
  datagram.set(stream.update(contents), ENCRYPTION_SIZE + user.length);
  return datagram;
}
