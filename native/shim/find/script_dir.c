#include "shim/find/script_dir.h"
#include "contract/directory_slot.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Its name, beside nodejs.so. `collectd-nodejs install` writes another one into its copy of this
 * file (lib/cli/system/plugin-file.ts), so that one rename, that of nodejs.so, exchanges all that
 * belongs together. Volatile, because what the compiler reads here is not what will stand here. */
typedef char slot_t[DIRECTORY_SLOT_SIZE];
__attribute__((used, section(".collectd_nodejs"))) static const volatile slot_t slot =
    DIRECTORY_SLOT_PREFIX DIRECTORY_SLOT_NAME;

bool script_dir_find(char buffer[PATH_MAX]) {
  char name[sizeof(slot)];
  for (size_t i = 0; i < sizeof(slot); i++)
    name[i] = slot[i];
  name[sizeof(name) - 1] = '\0';

  /* Absolute at once, because PluginDir may be relative and the daemon goes to its BaseDir
   * before init. */
  Dl_info info;
  char *path = dladdr((const void *)slot, &info) != 0 ? realpath(info.dli_fname, NULL) : NULL;
  char *slash = path != NULL ? strrchr(path, '/') : NULL;
  if (slash != NULL) *slash = '\0';
  const char *directory = name + sizeof(DIRECTORY_SLOT_PREFIX) - 1;
  int length = slash != NULL ? snprintf(buffer, PATH_MAX, "%s/%s", path, directory) : -1;
  free(path);
  return length >= 0 && length < PATH_MAX;
}
