/* Text of one log line, built up piece by piece.
 *
 * collectd cuts a message at 1023 bytes without a word, and its configuration
 * file may put anything into a string, line breaks included. Everything the shim
 * logs goes through here, so that one error is one readable line.
 * No allocation; usable on any thread. */
#ifndef COLLECTD_NODEJS_SHIM_TEXT_H
#define COLLECTD_NODEJS_SHIM_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define TEXT_PREFIX "nodejs plugin: "

/* With TEXT_PREFIX it just fits into plugin_log's 1024 bytes. */
#define TEXT_SIZE (1024 - sizeof(TEXT_PREFIX))

/* Start with `text_t text = {0}`. */
typedef struct {
  char s[TEXT_SIZE];
  size_t len;
  bool full; /* something was left out; s ends with "..." */
} text_t;

__attribute__((format(printf, 2, 3))) void text_add(text_t *text, const char *format, ...);

/* Logs the text as one line at a LOG_* severity. */
void text_log(int severity, const text_t *text);

/* `value` made fit for a log line: control characters become "?", what is too
 * long is cut between characters. Returns `buffer`. */
const char *text_shown(char *buffer, size_t size, const char *value);

/* For use as a printf argument; lives as long as the enclosing block. */
#define SHOWN(value) text_shown((char[256]){0}, 256, (value))

#endif
