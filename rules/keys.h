/* Values as keys, equal for equal values, and how many of some differ. */
#ifndef ASSIZE_KEYS_H
#define ASSIZE_KEYS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define KEY_KINDS "?Bidlq" /* the kinds of values that have keys, as the format of a buffer says them */
#define FEW_KEYS 24        /* so many are compared each with each */

/* Both zeros are one value, and so is every NaN. */
static inline uint64_t key_of(const char *value, char kind)
{
    int32_t code;
    uint64_t key;
    double number;
    switch (kind) {
    case 'B':
    case '?': return (uint8_t)*value;
    case 'i': memcpy(&code, value, sizeof code); return (uint64_t)(int64_t)code;
    case 'd':
        memcpy(&number, value, sizeof number);
        number = number != number ? NAN : number + 0.0;
        memcpy(&key, &number, sizeof key);
        return key;
    default: memcpy(&key, value, sizeof key); return key;
    }
}

/* Widen the range of codes from `low` to `high` by one that is sure, without a branch. */
static inline void widen(int32_t code, int is_sure, int32_t *low, int32_t *high)
{
    int32_t mask = -is_sure, under = (code & mask) | (INT32_MAX & ~mask), over = (code & mask) | (INT32_MIN & ~mask);
    *low = under < *low ? under : *low;
    *high = over > *high ? over : *high;
}

static inline int by_key(const void *one, const void *other)
{
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

/* How many different keys there are; their order may change. */
static inline ptrdiff_t different(uint64_t *keys, ptrdiff_t count)
{
    uint64_t low = UINT64_MAX, high = 0, seen = 0;
    ptrdiff_t found = 0;
    if (count < 2)
        return count;
    for (ptrdiff_t i = 0; i < count; i++) {
        low = keys[i] < low ? keys[i] : low;
        high = keys[i] > high ? keys[i] : high;
    }
    /* The codes of a choice are near each other: a bit for each tells all. */
    if (high - low < 64) {
        for (ptrdiff_t i = 0; i < count; i++)
            seen |= (uint64_t)1 << (keys[i] - low);
        return __builtin_popcountll(seen);
    }
    if (count > FEW_KEYS)
        qsort(keys, count, sizeof *keys, by_key);
    for (ptrdiff_t i = 0; i < count; i++) {
        ptrdiff_t j = count > FEW_KEYS && i > 0 ? i - 1 : 0;
        while (j < i && keys[j] != keys[i])
            j++;
        found += j == i;
    }
    return found;
}

#endif
