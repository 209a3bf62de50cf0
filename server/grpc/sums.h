/* Sizes that strangers name: what is beyond all numbers is the greatest. */
#ifndef ASSIZE_SENT_SUMS_H
#define ASSIZE_SENT_SUMS_H

#include <stdint.h>

static inline int64_t plus(int64_t one, int64_t other)
{
    int64_t found;
    return __builtin_add_overflow(one, other, &found) ? INT64_MAX : found;
}

static inline int64_t times(int64_t one, int64_t other)
{
    int64_t found;
    return __builtin_mul_overflow(one, other, &found) ? INT64_MAX : found;
}

#endif
