/** What the config callbacks of a module declare, as the thread sends it. */
import type { Declared } from '../../declaration/declared.ts';
import { describeOptions } from '../../declaration/description.ts';
import type { FakeCollectd } from '../../fake-collectd/index.ts';
import { IDENTIFIER_PREFIX } from '../../shared/plugin-name.ts';
import type { DescribedCallback } from './job.ts';

/** In the order in which they were registered. */
export function describeCallbacks(
  registry: FakeCollectd['registry'],
  declarationOf: (id: number) => Declared | undefined,
): DescribedCallback[] {
  return registry.named('config').map(({ id, identifier }) => {
    const declared = declarationOf(id);
    return {
      name: identifier.slice(IDENTIFIER_PREFIX.length),
      options: declared === undefined ? undefined : describeOptions(declared.names),
    };
  });
}
