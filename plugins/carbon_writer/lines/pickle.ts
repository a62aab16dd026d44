// Carbon's pickle protocol: a list of (metric, (time, value)) in Python's pickle format 2, with its length before it.
const PROTO_2 = [0x80, 2];
const EMPTY_LIST = 0x5d;
const MARK = 0x28;
const APPENDS = 0x65;
const STOP = 0x2e;
const UNICODE = 0x58;
const FLOAT = 0x47;
const TUPLE_2 = 0x86;
const LENGTH = 4;
const HEAD = [...PROTO_2, EMPTY_LIST, MARK];
const TAIL = [APPENDS, STOP];
/** What surrounds each metric's name. */
const PER_LINE = 5 + 9 + 9 + 2;

/** Of lines, one message. Times are sent as floats, which is what Carbon makes of them. */
export function pickle(text: string): Buffer {
  const lines = text.split('\n');
  lines.pop();
  const message = Buffer.allocUnsafe(
    LENGTH + HEAD.length + Buffer.byteLength(text) + lines.length * PER_LINE + TAIL.length,
  );
  let at = put(message, HEAD, LENGTH);
  for (const line of lines) {
    const [metric = '', value, time] = line.split(' ');
    const length = message.write(metric, at + 5);
    message[at] = UNICODE;
    message.writeUInt32LE(length, at + 1);
    at = putFloat(message, Number(time), at + 5 + length);
    at = putFloat(message, Number(value), at);
    at = put(message, [TUPLE_2, TUPLE_2], at);
  }
  at = put(message, TAIL, at);
  message.writeUInt32BE(at - LENGTH, 0);
  return message.subarray(0, at);
}

function put(message: Buffer, bytes: readonly number[], at: number): number {
  message.set(bytes, at);
  return at + bytes.length;
}

function putFloat(message: Buffer, value: number, at: number): number {
  message[at] = FLOAT;
  return message.writeDoubleBE(value, at + 1);
}
