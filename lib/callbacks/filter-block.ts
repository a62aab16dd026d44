/** The filter blocks of collectd.conf that this worker answers for. */
import { FC_TARGET_CONTINUE, FILTER_VERDICT_BITS } from '../contract/layout.generated.ts';
import type { ConfigTree, FlatMeta, Handlers } from '../contract/native.ts';
import { native } from '../contract/native.ts';
import { runIn } from '../execution/context.ts';
import { Invocation } from '../execution/invocation.ts';
import { ThrottledReport, type Where } from '../log/report.ts';
import { now, SafeMap } from '../shared/primordials.ts';
import { type Config, configFromTree } from '../values/config.ts';
import type { Values } from '../values/values.ts';
import { putChanges, shownList } from './filter-call.ts';
import type { Registered } from './registered.ts';
import { registered } from './registry.ts';
import { runOnce } from './step.ts';
import { type Tally, tallyOf } from './tally.ts';

/** What a module has registered for blocks to name. */
export interface FilterDefinition {
  readonly identifier: string;
  /** As the log names it. */
  readonly title: Where;
  readonly implementation: { create?(config: Config): unknown };
  /** What the module's function says of a list, as a number of filter_chain.h. */
  readonly answer: (vl: Values, state: unknown) => number;
  /** What the function changes of the list is changed in collectd. */
  readonly mayChange: boolean;
  readonly bigint: boolean;
}

/** By the registration's id. */
const definitions = new SafeMap<number, FilterDefinition>();

interface Block {
  readonly registered: Registered;
  readonly definition: FilterDefinition;
  readonly state: unknown;
  readonly report: ThrottledReport;
  readonly tally: Tally | undefined;
}

/** By their index in collectd.conf. */
const blocks = new SafeMap<number, Block>();

export function defineFilter(id: number, definition: FilterDefinition): void {
  definitions.set(id, definition);
}

export function forgetFilter(id: number): void {
  definitions.delete(id);
}

export function definedFilters(): FilterDefinition[] {
  return [...definitions.values()];
}

function titleOf({ id, kind, identifier }: Registered): Where {
  return definitions.get(id)?.title ?? `${kind.name} "${identifier}"`;
}

/** The block becomes one that answers when its `create` has. */
async function create(
  filter: number,
  entry: Registered,
  [key, values, children]: ConfigTree,
): Promise<void> {
  const definition = definitions.get(entry.id);
  if (definition === undefined) return;
  const { implementation, title } = definition;
  const rest = children.filter(([name]) => name.toLowerCase() !== 'name');
  const state = await implementation.create?.(configFromTree([key, values, rest]));
  const report = new ThrottledReport(title, entry.context, entry.location);
  blocks.set(filter, { registered: entry, definition, state, report, tally: tallyOf(entry) });
}

function createFilter(call: number, filter: number, callback: number, block: ConfigTree): void {
  const entry = registered(callback);
  if (entry === undefined) {
    native.settle(call, false);
    return;
  }
  const title = titleOf(entry);
  const what = `create() of the ${title} (${entry.location})`;
  const invocation = new Invocation(what, entry.timeout, now());
  runOnce(call, title, entry.context, invocation, () => create(filter, entry, block));
}

/**
 * See Handlers in native.ts. A call that fails changes nothing and counts as NO_MATCH or
 * CONTINUE, which are the same number.
 */
function answerFilter(
  filter: number,
  host: string,
  plugin: string,
  plugin_instance: string,
  type: string,
  type_instance: string,
  is_utf8: boolean,
  meta: FlatMeta | null,
): number {
  const block = blocks.get(filter);
  if (block === undefined) return FC_TARGET_CONTINUE;
  const { registered, definition, state, tally } = block;
  const began = tally === undefined ? 0 : now();
  return runIn(registered.context, () => {
    try {
      const shown = shownList(
        { host, plugin, plugin_instance, type, type_instance, is_utf8, meta },
        definition.bigint,
      );
      const answer = definition.answer(shown.vl, state);
      return definition.mayChange ? answer | (putChanges(shown) << FILTER_VERDICT_BITS) : answer;
    } catch (thrown) {
      block.report.add(thrown);
      tally?.fail();
      return FC_TARGET_CONTINUE;
    } finally {
      tally?.add(1, now() - began);
      tally?.handOver();
    }
  });
}

export const filterHandlers = {
  create_filter: createFilter,
  filter: answerFilter,
} satisfies Partial<Handlers>;
