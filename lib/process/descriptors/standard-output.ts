/** Text that modules write to descriptors 1 and 2 by their numbers becomes collectd's log, as what goes to the streams. */
import { writeStandard } from '../../log/console.ts';
import { isOwnOutput } from '../../shared/own-output.ts';
import { apply } from '../../shared/primordials.ts';
import { nodeBinding } from '../bindings.ts';

type Write = (...args: unknown[]) => unknown;

/** FSReqCallback: whoever has one is answered later. */
interface Request {
  readonly oncomplete: (error: null, written: number) => void;
}

/** The functions under all of fs, and where the arguments of each have the request. */
const REQUESTS = { writeBuffer: 5, writeString: 4, writeBuffers: 3, writeFileUtf8: 4 } as const;
type Name = keyof typeof REQUESTS;

/** As fs gives it to each of them. */
const chunkOf: Readonly<Record<Name, (args: readonly unknown[]) => Buffer>> = {
  writeBuffer: ([, data, offset, length]) => {
    const bytes = data as NodeJS.ArrayBufferView;
    return Buffer.from(bytes.buffer, bytes.byteOffset + Number(offset), Number(length));
  },
  writeString: ([, text, , encoding]) =>
    Buffer.from(String(text), (encoding ?? 'utf8') as BufferEncoding),
  writeBuffers: ([, parts]) =>
    Buffer.concat(
      (parts as NodeJS.ArrayBufferView[]).map((part) =>
        Buffer.from(part.buffer, part.byteOffset, part.byteLength),
      ),
    ),
  writeFileUtf8: ([, text]) => Buffer.from(String(text)),
};

function redirect(binding: Record<string, Write>, name: Name): void {
  const write = binding[name];
  if (write === undefined) return;
  binding[name] = (...args) => {
    const fd = args[0];
    if ((fd !== 1 && fd !== 2) || isOwnOutput()) return apply(write, binding, args);
    const chunk = chunkOf[name](args);
    writeStandard(fd, chunk);
    const request = args[REQUESTS[name]];
    if (typeof request !== 'object' || request === null) return chunk.length;
    process.nextTick(() => (request as Request).oncomplete(null, chunk.length));
    return undefined;
  };
}

export function redirectStandardOutput(): void {
  const binding = nodeBinding<Record<string, Write>>('fs') as Record<string, Write> | undefined;
  if (binding === undefined) return;
  for (const name of Object.keys(REQUESTS) as Name[]) redirect(binding, name);
}
