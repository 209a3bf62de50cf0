/* Weighted sums: what a mul, an add, axpys and a div do one after the other, each rounded as there.

   mixN: (k * a + s) + k * b …; moreN: (a + s) + k * b …; N products. Numbers: s, then of each product k and e, then
   the divisor of those that end in div. In those with max or min each factor is the greater or lesser of itself and
   e, and e where it is NaN. */
#ifndef ASSIZE_BLOCKS_SUMS_H
#define ASSIZE_BLOCKS_SUMS_H

#include "rules/columns/blocks_kernel.h"

enum { PLAIN, MAX, MIN };

static inline double product(double x, const double *number, int end)
{
    return *number * (end == MAX ? (x > number[1] ? x : number[1]) : end == MIN ? (x < number[1] ? x : number[1]) : x);
}

#define SUM(NAME, MORE, COUNT, END, DIVIDED)                                                 \
    static KERNEL int NAME(OPERANDS)                                                         \
    {                                                                                        \
        UNUSED;                                                                              \
        double *to = result;                                                                 \
        const double *first = a, *second = b, *third = c;                                    \
        for (size_t i = 0; i < n; i++) {                                                     \
            double sum = (MORE ? first[i] : product(first[i], number + 1, END)) + number[0]; \
            if (COUNT > 1 - MORE)                                                            \
                sum += product(second[i], number + 3 - 2 * MORE, END);                       \
            if (COUNT > 2 - MORE)                                                            \
                sum += product(third[i], number + 5 - 2 * MORE, END);                        \
            to[i] = DIVIDED ? sum / number[1 + 2 * COUNT] : sum;                             \
        }                                                                                    \
        return 0;                                                                            \
    }

#define SUMS_OF(NAME, MORE, COUNT)           \
    SUM(NAME, MORE, COUNT, PLAIN, 0)         \
    SUM(NAME##_max, MORE, COUNT, MAX, 0)     \
    SUM(NAME##_min, MORE, COUNT, MIN, 0)     \
    SUM(NAME##_div, MORE, COUNT, PLAIN, 1)   \
    SUM(NAME##_max_div, MORE, COUNT, MAX, 1) \
    SUM(NAME##_min_div, MORE, COUNT, MIN, 1)

SUMS_OF(mix1, 0, 1)
SUMS_OF(mix2, 0, 2)
SUMS_OF(mix3, 0, 3)
SUMS_OF(more1, 1, 1)
SUMS_OF(more2, 1, 2)

#endif
