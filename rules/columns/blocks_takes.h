/* Values of a table by place; a place outside is the nearest inside. */
#ifndef ASSIZE_BLOCKS_TAKES_H
#define ASSIZE_BLOCKS_TAKES_H

#include <string.h>

#include "rules/columns/blocks_kernel.h"

#define TAKE(NAME, T, I)                                        \
    static KERNEL int NAME(OPERANDS)                            \
    {                                                           \
        UNUSED;                                                 \
        T *to = result;                                         \
        const I *places = a;                                    \
        const T *table = c;                                     \
        const int64_t last = items - 1;                         \
        for (size_t i = 0; i < n; i++) {                        \
            const int64_t place = places[i];                    \
            const int64_t inside = place < last ? place : last; \
            to[i] = table[inside > 0 ? inside : 0];             \
        }                                                       \
        return 0;                                               \
    }

TAKE(take_bh, uint8_t, uint16_t)
TAKE(take_ss, int16_t, int16_t)
TAKE(take_sq, int16_t, int64_t)
TAKE(take_fi, double, int32_t)
TAKE(take_bi, uint8_t, int32_t)
TAKE(take_ii, int32_t, int32_t)
TAKE(take_si, int16_t, int32_t)

/* By bytes, eight at a time: a compiler would take vectors of places apart, which is slower. */
#define TAKE_BY_BYTES(NAME, T)                                                      \
    static KERNEL int NAME(OPERANDS)                                                \
    {                                                                               \
        UNUSED;                                                                     \
        T *to = result;                                                             \
        const uint8_t *places = a, last = (uint8_t)(items > 256 ? 255 : items - 1); \
        const T *table = c;                                                         \
        uint8_t inside[BLOCK];                                                      \
        for (size_t i = 0; i < n; i++)                                              \
            inside[i] = places[i] < last ? places[i] : last;                        \
        for (size_t i = 0; i < n / 8 * 8; i += 8) {                                 \
            uint64_t eight;                                                         \
            memcpy(&eight, inside + i, sizeof eight);                               \
            for (size_t j = 0; j < 8; j++)                                          \
                to[i + j] = table[(uint8_t)(eight >> 8 * j)];                       \
        }                                                                           \
        for (size_t i = n / 8 * 8; i < n; i++)                                      \
            to[i] = table[inside[i]];                                               \
        return 0;                                                                   \
    }

TAKE_BY_BYTES(take_fb, double)
TAKE_BY_BYTES(take_bb_long, uint8_t)
TAKE_BY_BYTES(take_sb, int16_t)
TAKE_BY_BYTES(take_ib, int32_t)
TAKE_BY_BYTES(take_qb, int64_t)

/* Of few bytes each is written where it belongs, 32 rows at once: quicker than to fetch them one by one. */
static KERNEL int take_bb(OPERANDS)
{
    if (items > 24)
        return take_bb_long(n, result, a, b, c, number, k, items);
    uint8_t *to = result;
    const uint8_t *places = a, *table = c;
    for (size_t i = 0; i < n; i++)
        to[i] = table[items - 1];
    for (int32_t j = 0; j < items - 1; j++) {
        const uint8_t value = table[j], place = (uint8_t)j;
        for (size_t i = 0; i < n; i++)
            to[i] = places[i] == place ? value : to[i];
    }
    return 0;
}

#endif
