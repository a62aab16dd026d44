/** Native addons and collectd: each needs something of the other. */
export interface AddonHost {
  /**
   * Addons look for napi_* among the process's global symbols, where libnode is not until the first of them is
   * about to be loaded (its OpenSSL and libuv become global with it).
   */
  readonly promoteLibnode: () => void;
  /** A file that process.dlopen() has loaded, or that has failed only after that. */
  readonly addonLoaded: (file: string) => void;
}

/** Node's words for one that has been loaded by another environment, whatever has become of that. */
const NOT_REGISTERED = 'Module did not self-register';
const ONCE =
  ' An addon with NODE_MODULE() can be loaded only once in a process: give all modules that use it the same Worker; when their worker has been started again, restart collectd';

/** Changes this environment's process.dlopen() for good. */
export function hostAddons({ promoteLibnode, addonLoaded }: AddonHost): void {
  const dlopen = process.dlopen;
  let promoted = false;
  process.dlopen = function hostedDlopen(...args: Parameters<typeof dlopen>): void {
    if (!promoted) {
      promoted = true;
      promoteLibnode();
    }
    try {
      Reflect.apply(dlopen, process, args);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith(NOT_REGISTERED)) error.message += ONCE;
      throw error;
    } finally {
      addonLoaded(String(args[1]));
    }
  };
}
