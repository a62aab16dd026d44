#include "shim/text.h"

#include <stdarg.h>
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
