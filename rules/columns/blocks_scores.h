/* Value functions and scores: the same bits as scoring/curve.py, steps.py and rounding.py over columns. */
#ifndef ASSIZE_BLOCKS_SCORES_H
#define ASSIZE_BLOCKS_SCORES_H

#include <math.h>

#include "rules/columns/blocks_vectors.h"

/* How many of m rising borders are at or below x; 0 for NaN. Halves the stretch without a jump. */
static inline size_t stretch(const double *borders, size_t m, double x)
{
    const double *from = borders;
    for (size_t left = m; left > 0; left -= (left + 1) / 2)
        from += from[(left - 1) / 2] <= x ? (left + 1) / 2 : 0;
    return (size_t)(from - borders);
}

enum { SHORT = 16 };

/* Of few points the last one reached is found by looking at all: no jump, and four elements at once. */
static KERNEL int curve(OPERANDS)
{
    UNUSED;
    double *to = result;
    const double *first = a, *borders = b;
    const size_t m = (size_t)k, together = m <= SHORT ? n / LANES * LANES : 0;
    const double *starts = borders + m, *slopes = starts + m + 1, *values = slopes + m + 1;
    for (size_t i = 0; i < together; i += LANES) {
        Four x, start = EACH(starts[0]), slope = EACH(slopes[0]), value = EACH(values[0]);
        memcpy(&x, first + i, sizeof x);
        for (size_t j = 0; j < m; j++) {
            const Masks reached = EACH(borders[j]) <= x;
            start = (Four)CHOOSE(reached, EACH(starts[j + 1]), start);
            slope = (Four)CHOOSE(reached, EACH(slopes[j + 1]), slope);
            value = (Four)CHOOSE(reached, EACH(values[j + 1]), value);
        }
        x = (x - start) * slope + value;
        memcpy(to + i, &x, sizeof x);
    }
    for (size_t i = together; i < n; i++) {
        const size_t place = stretch(borders, m, first[i]);
        to[i] = (first[i] - starts[place]) * slopes[place] + values[place];
    }
    return 0;
}

static KERNEL int steps(OPERANDS)
{
    UNUSED;
    double *to = result;
    const double *first = a, *borders = b, *values = borders + k;
    const size_t m = (size_t)k, together = m <= SHORT ? n / LANES * LANES : 0;
    for (size_t i = 0; i < together; i += LANES) {
        Four x, value = EACH(values[0]);
        memcpy(&x, first + i, sizeof x);
        for (size_t j = 0; j < m; j++)
            value = (Four)CHOOSE(EACH(borders[j]) <= x, EACH(values[j + 1]), value);
        value = (Four)CHOOSE(x == x, value, x);
        memcpy(to + i, &value, sizeof value);
    }
    for (size_t i = together; i < n; i++) {
        const double x = first[i], value = values[stretch(borders, m, x)];
        to[i] = x == x ? value : x;
    }
    return 0;
}

/* Counts all borders: they need not rise. */
static KERNEL int grade(OPERANDS)
{
    UNUSED;
    uint8_t *to = result;
    const double *first = a, *borders = b;
    for (size_t i = 0; i < n; i++)
        to[i] = 0;
    for (int32_t j = 0; j < items; j++) {
        const double border = borders[j];
        for (size_t i = 0; i < n; i++)
            to[i] = (uint8_t)(to[i] + (first[i] >= border));
    }
    return 0;
}

static const double TENS[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/* To k decimals: the nearest billionth, rounded half up. Half a unit is a whole number of billionths. */
static KERNEL int score(OPERANDS)
{
    UNUSED;
    double *to = result;
    const double *first = a;
    const double unit = TENS[9 - k], power = TENS[k], half = floor(unit / 2.0);
    int64_t refused = 0;
    for (size_t i = 0; i < n; i++) {
        const double x = first[i];
        refused |= fabs(x) > 1e6;
        to[i] = floor((floor(x * 1e9 + 0.5) + half) / unit) / power;
    }
    return refused != 0;
}

#endif
