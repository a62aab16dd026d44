#ifndef COLLECTD_NODEJS_FUZZER_H
#define COLLECTD_NODEJS_FUZZER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* libFuzzer's, for programs that are not its own. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

/* What is fuzzed; returns 0. */
int fuzz_one(const uint8_t *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
