/* module_path.c, and a way back to its beginning: it keeps what it was told. */
#include "module_path.c"

#include "module_paths.h"

void forget_module_paths(void) {
  for (size_t i = 0; i < paths_num; i++)
    free(paths[i]);
  free(paths);
  paths = NULL;
  paths_num = 0;
  failed = false;
}
