/* Which rows are known, eight to a byte, the first row in the lowest bit. */
#ifndef ASSIZE_DECISION_KNOWN_H
#define ASSIZE_DECISION_KNOWN_H

#include "rules/native.h"
#include <string.h>

enum { STRETCH = 2048 /* rows that are looked at at once; whole bytes of bits */ };

KERNEL static void known_codes(const int16_t *restrict codes, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = codes[row] >= 0;
}

KERNEL static void known_numbers(const double *restrict numbers, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = numbers[row] == numbers[row];
}

KERNEL static void known_days(const int64_t *restrict days, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = days[row] != 0;
}

KERNEL static void leave_out(const uint8_t *restrict refused, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] &= refused[row] ? 0 : 1;
}

KERNEL static int every(const uint8_t *known, Py_ssize_t rows)
{
    uint8_t all = 1;
    for (Py_ssize_t row = 0; row < rows; row++) all &= known[row];
    return all;
}

/* Eight bytes of 0 or 1 to the bits of one: the product moves byte k to bit 56 + k, and no two of its terms meet.
 * Bits behind the last row are 0. */
static void pack(const uint8_t *known, uint8_t *bits, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row + 8 <= rows; row += 8) {
        uint64_t eight = 0;
        for (int lane = 0; lane < 8; lane++) eight |= (uint64_t)known[row + lane] << 8 * lane;
        bits[row / 8] = (uint8_t)(eight * 0x0102040810204080u >> 56);
    }
    if (rows % 8) bits[rows / 8] = 0;
    for (Py_ssize_t row = rows - rows % 8; row < rows; row++) bits[row / 8] |= (uint8_t)(known[row] << row % 8);
}

/* Tells the rows from `start` on, a byte of 0 or 1 each. */
typedef void (*Known)(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows);

static void of_codes(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_codes((const int16_t *)cells + start, known, rows);
}

static void of_numbers(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_numbers((const double *)cells + start, known, rows);
}

static void of_days(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_days((const int64_t *)cells + start, known, rows);
}

static void of_all(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    (void)cells, (void)start;
    memset(known, 1, (size_t)rows);
}

/* The bits of the rows that are known and not refused; whether that is all rows, and no bits are needed. What
 * comes before the first unknown row is filled in when it turns up. */
static int pack_all(Known of, const void *cells, const uint8_t *refused, uint8_t *bits, Py_ssize_t rows)
{
    uint8_t known[STRETCH];
    int all = 1;
    for (Py_ssize_t start = 0; start < rows; start += STRETCH) {
        Py_ssize_t inside = rows - start < STRETCH ? rows - start : STRETCH;
        of(cells, start, known, inside);
        if (refused) leave_out(refused + start, known, inside);
        if (all && every(known, inside)) continue;
        if (all) memset(bits, 0xff, (size_t)start / 8);
        all = 0;
        pack(known, bits + start / 8, inside);
    }
    return all;
}

#endif
