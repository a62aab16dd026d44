/**
 * Messages wait outside of every heap: postMessage() refuses what would be more than the HeapLimit.
 * What Worker objects, parentPort and a BroadcastChannel post goes through a MessagePort, too.
 */
import type {
  MessageChannel,
  MessagePort,
  moveMessagePortToContext,
  receiveMessageOnPort,
} from 'node:worker_threads';
import type { InternalRequire } from '../../shared/builtin-module.ts';
import { apply, construct, defineProperty, SafeWeakMap } from '../../shared/primordials.ts';
import { afterBuiltin, changeBuiltin } from '../builtin.ts';
import { ChannelEnd, MessageLimit } from './message-limit.ts';
import { messageSize } from './message-size.ts';
import { isCloning, watchStructuredClone } from './structured-clone.ts';
import { readTransferList } from './transfer-list.ts';

/** Of node:worker_threads, and of Node's internal module below it. */
interface Messaging {
  MessageChannel: typeof MessageChannel;
  readonly MessagePort: typeof MessagePort;
  moveMessagePortToContext: typeof moveMessagePortToContext;
  receiveMessageOnPort: typeof receiveMessageOnPort;
}
type Guarded = Omit<Messaging, 'MessagePort'>;
type Method = (this: MessagePort, ...args: unknown[]) => unknown;

/** What Node calls for each message that a port gets by itself. */
const DELIVER = Symbol.for('nodejs.internal.kHybridDispatch');

class Guard {
  readonly #limit: MessageLimit;
  readonly #ends = new SafeWeakMap<MessagePort, ChannelEnd>();

  constructor(heapLimit: number) {
    this.#limit = new MessageLimit(heapLimit);
  }

  /** Changes the prototype of all ports. */
  guardPorts(prototype: Record<string | symbol, Method | undefined>): void {
    const { postMessage: post, close } = prototype;
    const guard = this;
    if (post !== undefined)
      prototype.postMessage = function postMessage(...args) {
        return isCloning() ? apply(post, this, args) : guard.#post(this, post, args);
      };
    if (close !== undefined)
      prototype.close = function closeAndForget(...args) {
        guard.#remove(this);
        return apply(close, this, args);
      };
    const deliver = prototype[DELIVER];
    if (deliver === undefined) return;
    const value: Method = function deliverAndCount(...args) {
      if (args[2] === undefined) guard.#delivered(this);
      return apply(deliver, this, args);
    };
    defineProperty(prototype, DELIVER, { configurable: true, writable: true, value });
  }

  guarded(original: Messaging): Guarded {
    const guard = this;
    const isDelivered = DELIVER in original.MessagePort.prototype;
    const Watched = new Proxy(original.MessageChannel, {
      construct(target, args, newTarget) {
        const channel = construct(target, args, newTarget) as MessageChannel;
        // Where nothing tells what is delivered, turns count.
        if (isDelivered) guard.#add(channel);
        return channel;
      },
    });
    defineProperty(original.MessageChannel.prototype, 'constructor', { value: Watched });
    const { moveMessagePortToContext: move, receiveMessageOnPort: receive } = original;
    return {
      MessageChannel: Watched,
      moveMessagePortToContext(port, context) {
        const moved = move(port, context);
        guard.#remove(port);
        return moved;
      },
      receiveMessageOnPort(port) {
        const received = receive(port);
        if (received !== undefined) guard.#delivered(port);
        return received;
      },
    };
  }

  #add({ port1, port2 }: MessageChannel): void {
    const one = new ChannelEnd();
    const two = new ChannelEnd();
    one.other = two;
    two.other = one;
    this.#ends.set(port1, one);
    this.#ends.set(port2, two);
  }

  #post(port: MessagePort, post: Method, args: unknown[]): unknown {
    const bytes = messageSize(args[0]);
    const transferred = readTransferList(args);
    const other = this.#ends.get(port)?.other;
    const to = other?.isGone ? undefined : other;
    this.#limit.check(bytes, to);
    const result = apply(post, port, args);
    this.#limit.count(bytes, to);
    for (let i = 0; i < transferred.length; i++) this.#remove(transferred[i] as MessagePort);
    return result;
  }

  #delivered(port: MessagePort): void {
    const end = this.#ends.get(port);
    if (end === undefined) this.#limit.beginTurn();
    else this.#limit.take(end);
  }

  #remove(port: MessagePort): void {
    const end = this.#ends.get(port);
    if (end !== undefined) this.#limit.remove(end);
  }
}

/** Before modules run, where Node's internals cannot be reached; else when they are loaded. */
export function guardMessages(
  internalRequire: InternalRequire | undefined,
  heapLimit: number,
): void {
  if (!Number.isFinite(heapLimit)) return;
  const guard = new Guard(heapLimit);
  let guarded: Guarded | undefined;
  const change = (exports: object): void => {
    const messaging = exports as Messaging;
    if (guarded === undefined) {
      guarded = guard.guarded(messaging);
      guard.guardPorts(messaging.MessagePort.prototype as unknown as Record<symbol, Method>);
    }
    messaging.MessageChannel = guarded.MessageChannel;
    messaging.moveMessagePortToContext = guarded.moveMessagePortToContext;
    messaging.receiveMessageOnPort = guarded.receiveMessageOnPort;
  };
  watchStructuredClone();
  const isLater = afterBuiltin(internalRequire, 'internal/worker/io', change);
  changeBuiltin(internalRequire, 'worker_threads', change);
  if (!isLater)
    defineProperty(globalThis, 'MessageChannel', {
      configurable: true,
      writable: true,
      value: (guarded as Guarded | undefined)?.MessageChannel,
    });
}
