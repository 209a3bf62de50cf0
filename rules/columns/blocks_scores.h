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

enum { SHORT = 16, PAIR = 2 * LANES };

/* Of few points the last one reached is found by looking at all: no jump, and what stands at a point is fetched once
   for eight elements, x and y. (No arrays of vectors: gcc takes them apart before it clones for AVX2.) */
static KERNEL int curve(OPERANDS)
{
    UNUSED;
    double *to = result;
    const double *first = a, *borders = b;
    const size_t m = (size_t)k, together = m <= SHORT ? n / PAIR * PAIR : 0;
    const double *starts = borders + m, *slopes = starts + m + 1, *values = slopes + m + 1;
    for (size_t i = 0; i < together; i += PAIR) {
        Four x, x_start = EACH(starts[0]), x_slope = EACH(slopes[0]), x_value = EACH(values[0]);
        Four y, y_start = x_start, y_slope = x_slope, y_value = x_value;
        memcpy(&x, first + i, sizeof x);
        memcpy(&y, first + i + LANES, sizeof y);
        for (size_t j = 0; j < m; j++) {
            const Four start = EACH(starts[j + 1]), slope = EACH(slopes[j + 1]), value = EACH(values[j + 1]);
            const Masks x_reached = EACH(borders[j]) <= x, y_reached = EACH(borders[j]) <= y;
            x_start = (Four)CHOOSE(x_reached, start, x_start);
            y_start = (Four)CHOOSE(y_reached, start, y_start);
            x_slope = (Four)CHOOSE(x_reached, slope, x_slope);
            y_slope = (Four)CHOOSE(y_reached, slope, y_slope);
            x_value = (Four)CHOOSE(x_reached, value, x_value);
            y_value = (Four)CHOOSE(y_reached, value, y_value);
        }
        x = (x - x_start) * x_slope + x_value;
        y = (y - y_start) * y_slope + y_value;
        memcpy(to + i, &x, sizeof x);
        memcpy(to + i + LANES, &y, sizeof y);
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

/* Counts all borders: they need not rise. Bytes are added up side by side, so that none may overflow. */
static KERNEL int grade(OPERANDS)
{
    UNUSED;
    uint8_t *to = result;
    const double *first = a, *borders = b;
    const size_t together = items <= UINT8_MAX ? n / ROWS * ROWS : 0;
    for (size_t i = 0; i < together; i += ROWS) {
        Masks found = {0};
        for (int32_t border = 0; border < items; border++)
            for (int j = 0; j < ROWS / LANES; j++) {
                Four x;
                memcpy(&x, first + i + j * LANES, sizeof x);
                found += (x >= EACH(borders[border])) & IN_BYTE(1, j);
            }
        write_bytes(to + i, &found);
    }
    for (size_t i = together; i < n; i++) {
        to[i] = 0;
        for (int32_t border = 0; border < items; border++)
            to[i] = (uint8_t)(to[i] + (first[i] >= borders[border]));
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
