/* The place in nodejs.so where the name of its directory stands: the shim looks there, and
 * `collectd-nodejs install` writes another name into its copy of the file. C: the shim is. */
#ifndef COLLECTD_NODEJS_CONTRACT_DIRECTORY_SLOT_H
#define COLLECTD_NODEJS_CONTRACT_DIRECTORY_SLOT_H

/* Bytes: prefix, name and a NUL. */
#define DIRECTORY_SLOT_SIZE 64
#define DIRECTORY_SLOT_PREFIX "COLLECTD_NODEJS_DIRECTORY="
/* The name in a file that is not installed. */
#define DIRECTORY_SLOT_NAME "nodejs"

#endif
