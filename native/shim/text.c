#include "shim/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "plugin.h"

/* Ends `s` with "...", the cut being between two UTF-8 characters. */
static void cut(char *s, size_t size) {
  size_t at = size - sizeof("...");
  while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80)
    at--;
  memcpy(s + at, "...", sizeof("..."));
}

void text_add(text_t *text, const char *format, ...) {
  if (text->full) return;
  size_t room = sizeof(text->s) - text->len;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text->s + text->len, room, format, arguments);
  va_end(arguments);
  /* A negative one, of an error, does not fit either. */
  if ((size_t)length < room) {
    text->len += (size_t)length;
  } else {
    text->full = true;
    cut(text->s, sizeof(text->s));
    text->len = strlen(text->s);
  }
}

void text_log(int severity, const text_t *text) {
  plugin_log(severity, TEXT_PREFIX "%s", text->s);
}

const char *text_shown(char *buffer, size_t size, const char *value) {
  size_t length = strlen(value);
  bool fits = length < size;
  size_t copied = fits ? length : size - 1;
  for (size_t i = 0; i < copied; i++) {
    unsigned char c = (unsigned char)value[i];
    buffer[i] = (char)(c < 0x20 || c == 0x7F ? '?' : value[i]);
  }
  buffer[copied] = '\0';
  if (!fits) cut(buffer, size);
  return buffer;
}

#define DISTANCE_MAX 64

size_t text_distance(const char *left, const char *right) {
  const size_t rows = strlen(left), columns = strlen(right);
  if (rows >= DISTANCE_MAX || columns >= DISTANCE_MAX) return SIZE_MAX;
  /* Levenshtein's table, row by row: `row[j]` is the distance of the first letters of both. */
  size_t row[DISTANCE_MAX] = {0};
  for (size_t j = 0; j <= columns; j++)
    row[j] = j;
  for (size_t i = 1; i <= rows; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= columns; j++) {
      const int differ =
          tolower((unsigned char)left[i - 1]) != tolower((unsigned char)right[j - 1]);
      size_t best = diagonal + (size_t)differ;
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[columns];
}
