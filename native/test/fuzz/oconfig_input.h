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

/* What a text is likely to be. */
typedef struct {
  const char *const *word;
  size_t num;
} words_t;

/* A tree of the caller's, for oconfig_free_input(). Any other text comes too. */
oconfig_item_t *oconfig_from_input(input_t *input, words_t keys, words_t strings);
void oconfig_free_input(oconfig_item_t *item);

#ifdef __cplusplus
}
#endif

#endif
