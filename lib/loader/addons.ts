/** What native addons need of collectd, and collectd of them. */
export interface AddonHost {
  /**
   * Addons look for napi_* among the process's global symbols, where libnode is not until the first of them is
   * about to be loaded (its OpenSSL and libuv become global with it).
   */
  readonly promoteLibnode: () => void;
  /** A file that process.dlopen() has loaded, or that has failed only after that. */
  readonly addonLoaded: (file: string) => void;
}

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
    } finally {
      addonLoaded(String(args[1]));
    }
  };
}
