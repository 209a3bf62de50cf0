/* Lists of words, row after row. What holds in a row are bits, eight words to a pattern; the codes that a pattern
 * stands for are looked up and stored all eight at once: what follows is written over those that are too many. */
#ifndef ASSIZE_DECISION_PATTERNS_H
#define ASSIZE_DECISION_PATTERNS_H

#include "decision/batch/columns.h"

enum { LANES = 8, PATTERNS = 256, BLOCK = 1024 };

/* Eight codes, which are added to and stored at once. */
typedef int16_t Codes __attribute__((vector_size(2 * LANES)));

/* The lanes of the bits of every pattern; set_lanes fills them when the module is loaded. */
static Codes lanes_of[PATTERNS];

static void set_lanes(void)
{
    for (int pattern = 0; pattern < PATTERNS; pattern++)
        for (int16_t lane = 0, count = 0; lane < LANES; lane++)
            if (pattern >> lane & 1) lanes_of[pattern][count++] = lane;
}

static Py_ssize_t least(Py_ssize_t one, Py_ssize_t other) { return one < other ? one : other; }

/* How many patterns tell of so many words. */
static Py_ssize_t groups_of(Py_ssize_t words) { return (words + LANES - 1) / LANES; }

/* The bits of the words that there are, of the eight from `first` on. */
static uint8_t bits_of(Py_ssize_t first, Py_ssize_t words) { return (uint8_t)((1 << least(LANES, words - first)) - 1); }

KERNEL static void keep(const uint8_t *restrict cells, uint8_t few, uint8_t *restrict patterns, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] = cells[row] & few;
}

/* The patterns of a block of rows are those of each group of eight words, BLOCK from one group to the next. Here: a
 * column has them for each group, in the rows from `start` on. */
static void keep_block(const Column *columns, Py_ssize_t words, Py_ssize_t start, uint8_t *patterns, Py_ssize_t rows)
{
    for (Py_ssize_t first = 0; first < words; first += LANES, columns++, patterns += BLOCK) {
        const uint8_t *cells = columns->view.buf;
        uint8_t few = bits_of(first, words);
        if (columns->same) memset(patterns, *cells & few, (size_t)rows);
        else keep(cells + start, few, patterns, rows);
    }
}

KERNEL static void narrow(const uint64_t *restrict sets, int shift, uint8_t few, uint8_t *restrict patterns,
                          Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] = (uint8_t)(sets[row] >> shift) & few;
}

/* A set has eight words to a byte: its bytes are the patterns. */
static void narrow_block(const Column *sets, Py_ssize_t words, Py_ssize_t start, uint8_t *patterns, Py_ssize_t rows)
{
    const uint64_t *cells = sets->view.buf;
    for (Py_ssize_t first = 0; first < words; first += LANES, patterns += BLOCK) {
        uint8_t few = bits_of(first, words);
        if (sets->same) memset(patterns, (uint8_t)(*cells >> first) & few, (size_t)rows);
        else narrow(cells + start, (int)first, few, patterns, rows);
    }
}

KERNEL static void clear(const uint8_t *restrict refused, uint8_t *restrict patterns, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] = refused[row] ? 0 : patterns[row];
}

KERNEL static Py_ssize_t count_bits(const uint8_t *patterns, Py_ssize_t rows)
{
    Py_ssize_t bits = 0, row = 0;
    for (uint64_t eight; row + LANES <= rows; row += LANES) {
        memcpy(&eight, patterns + row, sizeof eight);
        bits += __builtin_popcountll(eight);
    }
    for (; row < rows; row++) bits += __builtin_popcount(patterns[row]);
    return bits;
}

KERNEL static int any(const uint8_t *patterns, Py_ssize_t rows)
{
    uint8_t found = 0;
    for (Py_ssize_t row = 0; row < rows; row++) found |= patterns[row];
    return found != 0;
}

/* Where codes are written to: the first, and what comes next. Behind the last, eight more must fit. */
typedef struct {
    int16_t *first, *next;
} Writing;

/* The codes of a block of rows and where the list of each ends; `kept` are the groups that hold anywhere. */
static inline __attribute__((always_inline)) void emit(const uint8_t *restrict patterns, const int16_t *restrict kept,
                                                       const Py_ssize_t count, Py_ssize_t rows, Writing *writing,
                                                       int32_t *restrict ends)
{
    int16_t *restrict to = writing->next;
    for (Py_ssize_t row = 0; row < rows; row++) {
#pragma GCC unroll 8
        for (Py_ssize_t place = 0; place < count; place++) {
            uint8_t pattern = patterns[kept[place] * BLOCK + row];
            Codes codes = lanes_of[pattern] + (int16_t)(kept[place] * LANES);
            memcpy(to, &codes, sizeof codes);
            to += __builtin_popcount(pattern);
        }
        ends[row] = (int32_t)(to - writing->first);
    }
    writing->next = to;
}

/* The loop over few groups is written out. */
KERNEL static void emit_block(const uint8_t *patterns, const int16_t *kept, Py_ssize_t count, Py_ssize_t rows,
                              Writing *writing, int32_t *ends)
{
    switch (count) {
    case 0: emit(patterns, kept, 0, rows, writing, ends); break;
    case 1: emit(patterns, kept, 1, rows, writing, ends); break;
    case 2: emit(patterns, kept, 2, rows, writing, ends); break;
    case 3: emit(patterns, kept, 3, rows, writing, ends); break;
    case 4: emit(patterns, kept, 4, rows, writing, ends); break;
    case 5: emit(patterns, kept, 5, rows, writing, ends); break;
    case 6: emit(patterns, kept, 6, rows, writing, ends); break;
    case 7: emit(patterns, kept, 7, rows, writing, ends); break;
    default: emit(patterns, kept, count, rows, writing, ends);
    }
}

#endif
