#include "oconfig_input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  input_t *input;
  words_t keys;
  words_t strings;
  unsigned items; /* a bound for the whole tree */
} reader_t;

uint8_t input_byte(input_t *input) {
  if (input->size == 0) return 0;
  input->size--;
  return *input->data++;
}

static void *allocated(size_t size) {
  void *memory = calloc(1, size == 0 ? 1 : size);
  if (memory == NULL) abort();
  return memory;
}

static char *text(reader_t *reader, words_t words) {
  uint8_t choice = input_byte(reader->input);
  if (choice < 224) {
    const char *word = words.word[choice % words.num];
    size_t length = strlen(word);
    return memcpy(allocated(length + 1), word, length + 1);
  }
  size_t length = input_byte(reader->input);
  if (choice >= 250) length *= 20; /* longer than a PATH_MAX now and then */
  char *result = allocated(length + 1);
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = input_byte(reader->input);
    /* Strings of a parser have no NUL. */
    result[i] = (char)(byte == 0 ? 'a' : byte);
  }
  return result;
}

static double number(reader_t *reader) {
  static const double likely[] = {0,    1,  -1,   0.0005,   0.001, 1.5,      2,
                                  10.5, 64, 65,   3600,     1e300, INFINITY, NAN,
                                  20,   16, 1024, 16777216, 0.25,  31536000};
  uint8_t choice = input_byte(reader->input);
  if (choice < 224) return likely[choice % (sizeof(likely) / sizeof(likely[0]))];
  uint64_t bits = 0;
  for (int i = 0; i < 8; i++)
    bits = bits << 8 | input_byte(reader->input);
  double result;
  memcpy(&result, &bits, sizeof(result));
  return result;
}

static void value(reader_t *reader, oconfig_value_t *result) {
  result->type = input_byte(reader->input) % 3;
  if (result->type == OCONFIG_TYPE_STRING)
    result->value.string = text(reader, reader->strings);
  else if (result->type == OCONFIG_TYPE_NUMBER)
    result->value.number = number(reader);
  else
    result->value.boolean = input_byte(reader->input) & 1;
}

static void item(reader_t *reader, oconfig_item_t *result, oconfig_item_t *parent, int depth) {
  reader->items++;
  result->parent = parent;
  result->key = text(reader, reader->keys);
  /* Most options have one value. */
  static const int values_nums[] = {1, 1, 1, 1, 1, 0, 2, 7};
  uint8_t shape = input_byte(reader->input);
  result->values_num = values_nums[shape % 8];
  result->values = allocated((size_t)result->values_num * sizeof(*result->values));
  for (int i = 0; i < result->values_num; i++)
    value(reader, &result->values[i]);
  int children = depth == 0 ? 1 + shape / 8 : shape / 8 % 4;
  if (depth >= 6 || reader->items > 24 || reader->input->size == 0) children = 0;
  result->children = allocated((size_t)children * sizeof(*result->children));
  for (int i = 0; i < children; i++) {
    item(reader, &result->children[i], result, depth + 1);
    result->children_num = i + 1;
  }
}

oconfig_item_t *oconfig_from_input(input_t *input, words_t keys, words_t strings) {
  reader_t reader = {.input = input, .keys = keys, .strings = strings};
  oconfig_item_t *root = allocated(sizeof(*root));
  item(&reader, root, NULL, 0);
  return root;
}

static void free_parts(oconfig_item_t *item) {
  free(item->key);
  for (int i = 0; i < item->values_num; i++)
    if (item->values[i].type == OCONFIG_TYPE_STRING) free(item->values[i].value.string);
  free(item->values);
  for (int i = 0; i < item->children_num; i++)
    free_parts(&item->children[i]);
  free(item->children);
}

void oconfig_free_input(oconfig_item_t *item) {
  free_parts(item);
  free(item);
}
