/* Fuzzing input as a configuration tree of the shape that collectd's parser makes. */
#ifndef COLLECTD_NODEJS_FUZZ_OCONFIG_INPUT_H
#define COLLECTD_NODEJS_FUZZ_OCONFIG_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include <liboconfig/oconfig.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const uint8_t *data;
  size_t size;
} input_t;

/* The next byte, 0 at the end. */
uint8_t input_byte(input_t *input);

/* A tree of the caller's, for oconfig_free_input(). `words` are what keys and
 * strings are likely to be; any other text comes too. */
oconfig_item_t *oconfig_from_input(input_t *input, const char *const *words, size_t words_num);
void oconfig_free_input(oconfig_item_t *item);

#ifdef __cplusplus
}
#endif

#endif
