/* Dictionaries of up to 15 entries with indices of one byte, as most choices have: 16 cells are looked up at
   once, in a register. */
#ifndef ASSIZE_SMALL_H
#define ASSIZE_SMALL_H

#include "decision/batch/intake/cells.h"

enum { SMALL = 15 };

INLINE bool is_small(const Column *column, uint32_t entries)
{
    return entries <= SMALL && (column->format[0] == 'c' || column->format[0] == 'C');
}

/* The places of 64 cells; `entries` where they are null. False: one leads beyond the dictionary. */
INLINE bool small_places(const Column *column, int64_t first, uint64_t known, uint8_t entries,
                         uint8_t *restrict places)
{
    const uint8_t *from = (const uint8_t *)column->values + column->offset + first;
    uint8_t beyond = 0, seen[BLOCK];
    bytes_of(known, seen);
    for (int at = 0; at < BLOCK; at++) {
        beyond |= from[at] >= entries ? seen[at] : 0;
        places[at] = (uint8_t)((from[at] & seen[at]) | (entries & ~seen[at]));
    }
    return !beyond;
}

/* What a table of 16 bytes has at 64 places. */
INLINE void small_look(const uint8_t *table, const uint8_t *places, uint8_t *restrict found)
{
#if defined(__GNUC__) && !defined(__clang__)
    typedef uint8_t Sixteen __attribute__((vector_size(16)));
    Sixteen bytes, some;
    memcpy(&bytes, table, 16);
    for (int at = 0; at < BLOCK; at += 16) {
        memcpy(&some, places + at, 16);
        some = __builtin_shuffle(bytes, some);
        memcpy(found + at, &some, 16);
    }
#else
    for (int at = 0; at < BLOCK; at++) found[at] = table[places[at]];
#endif
}

/* Numbers and marks of the first cells, a multiple of 64, into `values` (NULL: none) and `marks`. `read` is how
   many they were: none where a number needs more than two bytes. */
KERNEL static int small_gather(const Column *column, const uint8_t *marks_of, const int32_t *numbers_of,
                               uint32_t entries, uint8_t *restrict marks, int32_t *restrict values,
                               int64_t *read)
{
    uint8_t low[16] = {0}, high[16] = {0}, told[16] = {0}, places[BLOCK], lows[BLOCK], highs[BLOCK];
    int found = 0;
    *read = 0;
    for (uint32_t entry = 0; entry <= entries; entry++) {
        if (values && (uint32_t)numbers_of[entry] > 0xffff) return 0;
        low[entry] = values ? (uint8_t)numbers_of[entry] : 0;
        high[entry] = values ? (uint8_t)(numbers_of[entry] >> 8) : 0;
        told[entry] = marks_of[entry];
    }
    for (int64_t first = 0; column->length - first >= BLOCK; first += BLOCK, *read = first) {
        uint8_t gone = 0, wrong = 0;
        if (!small_places(column, first, bits_from(column, first), (uint8_t)entries, places)) return BEYOND;
        small_look(told, places, marks + first);
        for (int at = 0; at < BLOCK; at++) {
            gone |= marks[first + at] == GONE;
            wrong |= marks[first + at] == WRONG;
        }
        found |= (gone ? HAS_GONE : 0) | (wrong ? HAS_WRONG : 0);
        if (!values) continue;
        small_look(low, places, lows);
        small_look(high, places, highs);
        for (int at = 0; at < BLOCK; at++) values[first + at] = lows[at] | highs[at] << 8;
    }
    return found;
}

#endif
