/* Which texts are right: Unicode, not too long, and not only spaces. */
#ifndef ASSIZE_RIGHT_H
#define ASSIZE_RIGHT_H

#include "rules/native.h"
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 10000 }; /* characters */

/* The character that some UTF-8 starts with, and its bytes; 0: it is none. `rest` bytes are there. */
static inline int character(const uint8_t *text, int64_t rest, uint32_t *found)
{
    uint8_t first = text[0];
    int bytes = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first > 0xF4) return 0;
    if (!bytes || bytes > rest) return 0;
    uint32_t code = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (int at = 1; at < bytes; at++) {
        if ((text[at] & 0xC0) != 0x80) return 0;
        code = code << 6 | (text[at] & 0x3F);
    }
    bool is_short = (bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10FFFF));
    *found = code;
    return is_short || (code >= 0xD800 && code < 0xE000) ? 0 : bytes;
}

/* All that `str.strip` takes away. */
static inline bool is_space(uint32_t code)
{
    if (code < 0x80) return code == ' ' || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static inline bool is_right_slowly(const uint8_t *text, int64_t length)
{
    int64_t characters = 0, spaces = 0;
    for (int64_t at = 0; at < length; characters++) {
        uint32_t code;
        int bytes = character(text + at, length - at, &code);
        if (!bytes) return false;
        spaces += is_space(code);
        at += bytes;
    }
    return spaces < characters && characters <= LONGEST;
}

/* Whether a text is Unicode, not too long, and not only spaces. */
static inline bool is_right(const uint8_t *text, int64_t length)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t seen = 0, word;
    int64_t at = 0;
    if (!length || length > LONGEST || text[0] <= ' ') return is_right_slowly(text, length);
    for (; at + 8 <= length; at += 8) {
        memcpy(&word, text + at, 8);
        seen |= word;
    }
    for (; at < length; at++) seen |= text[at];
    return !(seen & high) || is_right_slowly(text, length);
}

#endif
