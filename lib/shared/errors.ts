import {
  BuiltinError,
  BuiltinRangeError,
  BuiltinTypeError,
  defineProperty,
} from './primordials.ts';

/**
 * Thrown by a callback for an expected failure: it is logged as a warning, never
 * with a stack trace, and counts as a failure all the same.
 *
 * Source: collectd-python(5), CollectdError.
 */
export class CollectdError extends Error {
  override name = 'CollectdError';
}

export type ErrorCode =
  | 'ERR_COLLECTD_DUPLICATE'
  | 'ERR_COLLECTD_INVALID_ARGUMENT'
  | 'ERR_COLLECTD_OUT_OF_RANGE'
  | 'ERR_COLLECTD_TOO_LATE'
  | 'ERR_COLLECTD_UNKNOWN_TYPE'
  | 'ERR_COLLECTD_NO_TYPE'
  | 'ERR_COLLECTD_IDENTIFIER'
  | 'ERR_COLLECTD_VALUES'
  | 'ERR_COLLECTD_NOT_REGISTERED'
  | 'ERR_COLLECTD_NO_MODULE'
  | 'ERR_COLLECTD_NO_CALLBACK'
  | 'ERR_COLLECTD_QUEUE_FULL'
  | 'ERR_COLLECTD_NO_DESTINATION'
  | 'ERR_COLLECTD_NO_RATES'
  | 'ERR_COLLECTD_TOO_DEEP'
  | 'ERR_COLLECTD_DISPATCH'
  | 'ERR_COLLECTD_PROCESS'
  | 'ERR_COLLECTD_NO_NODE';

type CodedError<E extends Error> = E & { readonly code: ErrorCode };

function coded<E extends Error>(error: E, code: ErrorCode): CodedError<E> {
  // As it is in every Error of Node's.
  return defineProperty(error, 'code', {
    __proto__: null,
    value: code,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor) as CodedError<E>;
}

/** What Python raises as RuntimeError. */
export function runtimeError(code: ErrorCode, message: string): CodedError<Error> {
  return coded(new BuiltinError(message), code);
}

/** What Python raises as TypeError. */
export function typeError(code: ErrorCode, message: string): CodedError<TypeError> {
  return coded(new BuiltinTypeError(message), code);
}

/** What Python raises as OverflowError or ValueError. */
export function rangeError(code: ErrorCode, message: string): CodedError<RangeError> {
  return coded(new BuiltinRangeError(message), code);
}
