/** process.binding() and _linkedBinding() lead around everything else in this folder. */
import { refuse } from './refuse.ts';

const REFUSED = new Set(['inspector', 'process_wrap', 'signal_wrap', 'spawn_sync']);

export function guardBindings(): void {
  const owner = process as unknown as Record<string, unknown>;
  const { binding, _linkedBinding: linkedBinding } = owner;
  if (typeof binding === 'function')
    owner.binding = (name: unknown): unknown =>
      REFUSED.has(String(name))
        ? refuse(
            `process.binding('${name}')`,
            "it is an internal of Node's; use its public modules",
          )
        : binding.call(process, name);
  if (typeof linkedBinding === 'function')
    owner._linkedBinding = (name: unknown): unknown =>
      name === 'collectd'
        ? refuse("process._linkedBinding('collectd')", "import 'collectd' instead")
        : linkedBinding.call(process, name);
}
