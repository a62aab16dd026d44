/**
 * What can be told about a shared object without loading it: the same rules and
 * words as native/shim/find/elf_file.c, for the processor of collectd instead of one's own.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const MAX_SEGMENTS = 64;
const MAX_DYNAMIC = 256;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_SONAME = 14;
const ET_DYN = 3;

/** Node's names (process.arch) for ELF machines. */
const ARCHITECTURES: Readonly<Record<number, string>> = {
  3: 'ia32',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
};

/** Which processors can run it. */
export interface Machine {
  readonly bits: 32 | 64;
  readonly machine: number;
}

export interface ElfFile extends Machine {
  /** As Node calls it: x64, arm64, arm, … or "ELF machine 8". */
  readonly architecture: string;
  /** DT_SONAME, or an empty string. */
  readonly soname: string;
  /** DT_NEEDED. */
  readonly needed: readonly string[];
}

/** A reason why not, to follow the path in a sentence. */
export class ElfProblem extends Error {}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

class Reader {
  readonly #fd: number;
  readonly #size: number;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  at(offset: number, size: number): Buffer | undefined {
    if (offset > this.#size || size > this.#size - offset) return undefined;
    const buffer = Buffer.alloc(size);
    return readSync(this.#fd, buffer, 0, size, offset) === size ? buffer : undefined;
  }
}

/**
 * @param like - the processor of whoever is going to load it; undefined: any.
 * @param shared - whether it has to be a shared object.
 * @throws ElfProblem
 */
export function readElfFile(path: string, like?: Machine, shared = true): ElfFile {
  let fd: number;
  try {
    // O_NONBLOCK, or a FIFO would stop us here.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ElfProblem(code === 'ENOENT' ? 'does not exist' : 'cannot be opened');
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new ElfProblem('is not a file');
    return read(new Reader(fd, stat.size), like, shared);
  } finally {
    closeSync(fd);
  }
}

function read(file: Reader, like: Machine | undefined, shared: boolean): ElfFile {
  const start = file.at(0, 16);
  if (start?.readUInt32BE(0) !== 0x7f454c46) throw new ElfProblem('is not an ELF file');
  const bits = start[4] === 2 ? 64 : 32;
  const header = file.at(0, bits === 64 ? 64 : 52);
  // All that Debian's collectd and libnode are built for is little-endian.
  if (header === undefined || start[5] !== 1) throw new ElfProblem('is not an ELF file');
  const machine = header.readUInt16LE(18);
  if (like !== undefined && (like.bits !== bits || like.machine !== machine)) {
    throw new ElfProblem('is made for another kind of processor than this collectd');
  }
  if (shared && header.readUInt16LE(16) !== ET_DYN) throw new ElfProblem('is not a shared object');
  const segments = readSegments(file, header, bits);
  const architecture = ARCHITECTURES[machine] ?? `ELF machine ${machine}`;
  return { bits, machine, architecture, ...readDynamic(file, segments, bits, shared) };
}

function readSegments(file: Reader, header: Buffer, bits: 32 | 64): Segment[] {
  const wide = bits === 64;
  const offset = wide ? Number(header.readBigUInt64LE(32)) : header.readUInt32LE(28);
  const size = header.readUInt16LE(wide ? 54 : 42);
  const count = header.readUInt16LE(wide ? 56 : 44);
  if (count === 0 || count > MAX_SEGMENTS || size !== (wide ? 56 : 32)) {
    throw new ElfProblem('is damaged');
  }
  const table = file.at(offset, count * size);
  if (table === undefined) throw new ElfProblem('is truncated');
  const segments: Segment[] = [];
  for (let at = 0; at < table.length; at += size) {
    const word = (index: number): number =>
      wide ? Number(table.readBigUInt64LE(at + 8 * index)) : table.readUInt32LE(at + 4 * index);
    const segment = {
      type: table.readUInt32LE(at),
      offset: word(1),
      address: word(2),
      size: word(4),
    };
    if (segment.type === PT_LOAD && segment.offset + segment.size > file.size) {
      throw new ElfProblem('is truncated');
    }
    segments.push(segment);
  }
  return segments;
}

function readDynamic(
  file: Reader,
  segments: readonly Segment[],
  bits: 32 | 64,
  shared: boolean,
): { soname: string; needed: string[] } {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) {
    if (shared) throw new ElfProblem('is not a shared object');
    return { soname: '', needed: [] };
  }
  const size = bits === 64 ? 16 : 8;
  const count = Math.min(MAX_DYNAMIC, Math.floor(dynamic.size / size));
  const names: { tag: number; value: number }[] = [];
  let strings = 0;
  for (let index = 0; index < count; index++) {
    const entry = file.at(dynamic.offset + index * size, size);
    if (entry === undefined) throw new ElfProblem('is damaged');
    const tag = bits === 64 ? Number(entry.readBigInt64LE(0)) : entry.readInt32LE(0);
    const value = bits === 64 ? Number(entry.readBigUInt64LE(8)) : entry.readUInt32LE(4);
    if (tag === 0) break;
    if (tag === DT_STRTAB) strings = value;
    if (tag === DT_NEEDED || tag === DT_SONAME) names.push({ tag, value });
  }
  const text = (value: number): string => stringAt(file, segments, strings + value);
  const soname = names.find(({ tag }) => tag === DT_SONAME);
  return {
    soname: soname === undefined ? '' : text(soname.value),
    needed: names.filter(({ tag }) => tag === DT_NEEDED).map(({ value }) => text(value)),
  };
}

function stringAt(file: Reader, segments: readonly Segment[], address: number): string {
  const segment = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address - one.address < one.size,
  );
  if (segment === undefined) throw new ElfProblem('is damaged');
  const offset = segment.offset + (address - segment.address);
  const bytes = file.at(offset, Math.min(256, file.size - offset));
  if (bytes === undefined) throw new ElfProblem('is damaged');
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
