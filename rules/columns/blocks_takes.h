/* Values of a table by place; a place outside is the nearest inside. */
#ifndef ASSIZE_BLOCKS_TAKES_H
#define ASSIZE_BLOCKS_TAKES_H

#include "rules/columns/blocks_kernel.h"

#define TAKE(NAME, T, I)                                                        \
    static KERNEL int NAME(OPERANDS)                                            \
    {                                                                           \
        UNUSED;                                                                 \
        T *to = result;                                                         \
        const I *places = a;                                                    \
        const T *table = c;                                                     \
        const int32_t last = items - 1;                                         \
        for (size_t i = 0; i < n; i++) {                                        \
            const int32_t place = places[i];                                    \
            const int32_t inside = place < last ? place : last;                 \
            to[i] = table[inside > 0 ? inside : 0];                             \
        }                                                                       \
        return 0;                                                               \
    }

TAKE(take_fb, double, uint8_t)
TAKE(take_bb, uint8_t, uint8_t)
TAKE(take_sb, int16_t, uint8_t)
TAKE(take_ib, int32_t, uint8_t)
TAKE(take_fh, double, uint16_t)
TAKE(take_bh, uint8_t, uint16_t)
TAKE(take_sh, int16_t, uint16_t)
TAKE(take_fi, double, int32_t)
TAKE(take_bi, uint8_t, int32_t)
TAKE(take_ii, int32_t, int32_t)
TAKE(take_si, int16_t, int32_t)

#endif
