/* Which module an Import was probably meant to name. Only looks at the file system, after nothing
 * was found. Config phase only (main thread, before the fork). */
#ifndef COLLECTD_NODEJS_SHIM_FIND_SUGGESTION_H
#define COLLECTD_NODEJS_SHIM_FIND_SUGGESTION_H

enum { SUGGESTION_SIZE = 320 };

/* Writes ` Did you mean "x"?`, or an empty string. */
void suggest_path(const char *path, char buffer[SUGGESTION_SIZE]);
/* The same for a name that is looked for in every ModulePath, and among the shipped plugins. */
void suggest_name(const char *name, char buffer[SUGGESTION_SIZE]);

#endif
