/* The sanitizer's library is loaded before collectd. Programs that collectd or a module starts
 * are not built for it: ThreadSanitizer's would end them at once. */
#include <stdlib.h>

__attribute__((constructor)) static void unset_preload(void) {
  unsetenv("LD_PRELOAD");
}
