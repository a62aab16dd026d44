// The addresses of a receiver.
import { type LookupAddress, lookup } from 'node:dns';

/** Rejects when there is no answer in time: a resolver may take minutes to give up. */
export function resolve(host: string, seconds: number): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    const late = new Error(`the host does not resolve within ${seconds} s`);
    const timer = setTimeout(() => fail(late), seconds * 1000);
    lookup(host, { all: true, verbatim: true }, (error, addresses) => {
      clearTimeout(timer);
      if (error) fail(error);
      else done(addresses);
    });
  });
}
