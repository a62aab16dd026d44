/** Native addons and collectd: each needs something of the other. */
export interface AddonHost {
  /**
   * Addons look for napi_* among the process's global symbols, where libnode is not until the first of them is
   * about to be loaded (its OpenSSL and libuv become global with it).
   */
  readonly promoteLibnode: () => void;
  /** The next process.dlopen() loads an addon; as a copy of its own, if it has to. */
  readonly expectAddon: (asCopy: boolean) => void;
  readonly addonLoaded: () => void;
}

/**
 * Node's words for one that has been loaded by another environment, whatever has become of that: an addon
 * with NODE_MODULE() registers itself only while the linker loads it.
 */
const NOT_REGISTERED = 'Module did not self-register';

/** Changes this environment's process.dlopen() for good. */
export function hostAddons({ promoteLibnode, expectAddon, addonLoaded }: AddonHost): void {
  const dlopen = process.dlopen;
  let promoted = false;
  process.dlopen = function hostedDlopen(...args: Parameters<typeof dlopen>): void {
    if (!promoted) {
      promoted = true;
      promoteLibnode();
    }
    try {
      expectAddon(false);
      Reflect.apply(dlopen, process, args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith(NOT_REGISTERED))) throw error;
      expectAddon(true);
      Reflect.apply(dlopen, process, args);
    } finally {
      addonLoaded();
    }
  };
}
