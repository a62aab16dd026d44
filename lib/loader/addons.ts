/**
 * Native addons look for napi_* among the process's global symbols, where libnode is not until the first of them
 * is about to be loaded (its OpenSSL and libuv become global with it).
 */
export function promoteBeforeAddons(promoteLibnode: () => void): void {
  const dlopen = process.dlopen;
  let promoted = false;
  process.dlopen = function promotingDlopen(...args: Parameters<typeof dlopen>): void {
    if (!promoted) {
      promoted = true;
      promoteLibnode();
    }
    Reflect.apply(dlopen, process, args);
  };
}
