/* "Did you mean": which of some words was probably meant. The rules of lib/shared/suggestion.ts:
 * at most three edits, and half of the characters; or the one word that begins so. For the shim
 * and the runtime, hence all of it here. No allocation; usable on any thread. */
#ifndef COLLECTD_NODEJS_SHIM_CLOSEST_WORD_H
#define COLLECTD_NODEJS_SHIM_CLOSEST_WORD_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CLOSEST_WORD_SIZE = 256, CLOSEST_WORD_COMPARED = 64, CLOSEST_WORD_LEAST_BEGINNING = 3 };

typedef struct {
  const char *word; /* must last as long as the search */
  size_t least;
  char closest[CLOSEST_WORD_SIZE];
  char begun[CLOSEST_WORD_SIZE]; /* a word that begins so */
  bool several;                  /* begin so */
} closest_word_t;

/* How many letters have to be changed, added or taken away to make one of the other, whatever their
 * case. Words of more than 63 bytes are unlike any other. */
static inline size_t closest_word_distance(const char *left, const char *right) {
  const size_t rows = strlen(left), columns = strlen(right);
  if (rows >= CLOSEST_WORD_COMPARED || columns >= CLOSEST_WORD_COMPARED) return SIZE_MAX;
  /* Levenshtein's table, row by row: `row[j]` is the distance of the first letters of both. */
  size_t row[CLOSEST_WORD_COMPARED] = {0};
  for (size_t j = 0; j <= columns; j++)
    row[j] = j;
  for (size_t i = 1; i <= rows; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= columns; j++) {
      const bool differ =
          tolower((unsigned char)left[i - 1]) != tolower((unsigned char)right[j - 1]);
      size_t best = diagonal + (differ ? 1 : 0);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[columns];
}

static inline void closest_word_start(closest_word_t *search, const char *word) {
  const size_t half = strlen(word) / 2;
  search->word = word;
  search->least = half < 3 ? half : 3;
  search->closest[0] = '\0';
  search->begun[0] = '\0';
  search->several = false;
}

/* Of several that are as close the first, or the one that begins with the same letter. */
static inline void closest_word_offer(closest_word_t *search, const char *candidate) {
  const char *word = search->word;
  const size_t distance = closest_word_distance(word, candidate);
  const bool found = search->closest[0] != '\0';
  const bool is_in_case = found && strcasecmp(search->closest, candidate) == 0 &&
                          search->closest[0] != word[0] && candidate[0] == word[0];
  if (distance < search->least || (distance == search->least && (!found || is_in_case))) {
    search->least = distance;
    snprintf(search->closest, CLOSEST_WORD_SIZE, "%s", candidate);
  }
  const size_t length = strlen(word);
  if (length < CLOSEST_WORD_LEAST_BEGINNING || strncasecmp(candidate, word, length) != 0) return;
  if (search->begun[0] == '\0')
    snprintf(search->begun, CLOSEST_WORD_SIZE, "%s", candidate);
  else if (strcmp(search->begun, candidate) != 0)
    search->several = true;
}

/* NULL: none of them. */
static inline const char *closest_word_found(const closest_word_t *search) {
  if (search->closest[0] != '\0') return search->closest;
  return search->begun[0] != '\0' && !search->several ? search->begun : NULL;
}

#endif
