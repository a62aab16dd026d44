#include "shim/options/module_path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin.h"
#include "shim/find/module_paths.h"
#include "shim/text.h"

static bool failed;

bool module_path_failed(void) {
  return failed;
}

void module_path_check_writable(const char *path) {
  static bool warned;
  struct stat st;
  if (warned || stat(path, &st) != 0 || !(st.st_mode & S_IWOTH)) return;
  /* As /tmp: others can add files there, but not replace those of the owner. */
  if (S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX)) return;
  warned = true;
  text_t text = {0};
  text_add(&text,
           "Every user of this machine may write to %s, and what stands there runs with the rights "
           "of collectd. Take that right away: chmod o-w.",
           SHOWN(path));
  text_log(LOG_WARNING, &text);
}

static void not_a_directory(const option_t *option, const char *value, int error) {
  char *directory = value[0] == '/' ? NULL : getcwd(NULL, 0);
  option_error(option, "%s%s%s%s. Name a directory that exists.", strerror(error),
               directory ? " (looked for in " : "", directory ? SHOWN(directory) : "",
               directory ? ")" : "");
  free(directory);
}

int module_path_option(const option_t *option, void *into) {
  (void)into;
  const char *value;
  if (!option_string(option, "give the path of one directory in quotes", &value)) {
    failed = true;
    return -1;
  }
  /* At once, because the daemon goes to its BaseDir before init. */
  char *path = realpath(value, NULL);
  struct stat st;
  int error = path == NULL || stat(path, &st) != 0 ? errno : S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
  if (error == 0) {
    module_path_check_writable(path);
    if (module_paths_add(path) == 0) return 0;
    path = NULL;
    error = ENOMEM;
  }
  failed = true;
  not_a_directory(option, value, error);
  free(path);
  return -1;
}
