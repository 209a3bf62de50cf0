/* Makes a column of answers of what it is made of; needs no Python. */
#ifndef ASSIZE_DECISION_ANSWER_MAKING_H
#define ASSIZE_DECISION_ANSWER_MAKING_H

#include "decision/batch/answer_parts.h"
#include "decision/batch/known.h"

/* What stands where nothing is known: nobody writes it, so all columns may share it. */
static double nothing[1 << 16];

/* Memory of the part; NULL: there is none left. */
static void *make(Part *part, Py_ssize_t bytes)
{
    void **free_place = part->made;
    while (*free_place) free_place++;
    return *free_place = malloc((size_t)bytes + 1);
}

static void *zeros(Part *part, Py_ssize_t bytes)
{
    if ((size_t)bytes <= sizeof nothing) return nothing;
    void *made = make(part, bytes);
    return made ? memset(made, 0, (size_t)bytes) : NULL;
}

KERNEL static void count_days(const int64_t *restrict ordinals, int32_t *restrict days, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) days[row] = (int32_t)(ordinals[row] - EPOCH);
}

KERNEL static void widen(const uint8_t *restrict places, int16_t *restrict codes, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) codes[row] = places[row];
}

/* 0: done; -1: no memory. So do all that follow. */
static int set_known(Part *part, Known of, const void *cells, const uint8_t *refused, Py_ssize_t rows)
{
    uint8_t *bits = make(part, (rows + 7) / 8);
    if (!bits) return -1;
    int all = pack_all(of, cells, refused, bits, rows);
    part->buffers[0] = all ? NULL : bits;
    part->nulls = all ? 0 : -1;
    return 0;
}

static int set_unknown(Part *part, Py_ssize_t size, Py_ssize_t rows)
{
    part->buffers[0] = zeros(part, (rows + 7) / 8);
    part->buffers[1] = zeros(part, size * rows);
    part->nulls = rows;
    return part->buffers[0] && part->buffers[1] ? 0 : -1;
}

static void repeat(const void *cell, Py_ssize_t size, char *cells, Py_ssize_t rows)
{
    if (size == 2) for (Py_ssize_t row = 0; row < rows; row++) memcpy(cells + 2 * row, cell, 2);
    if (size == 4) for (Py_ssize_t row = 0; row < rows; row++) memcpy(cells + 4 * row, cell, 4);
    if (size == 8) for (Py_ssize_t row = 0; row < rows; row++) memcpy(cells + 8 * row, cell, 8);
}

/* One cell for all rows. */
static int set_same(Part *part, const void *cell, Py_ssize_t size, const uint8_t *refused, Py_ssize_t rows)
{
    static const uint8_t zero[sizeof(double)];
    if (!memcmp(cell, zero, (size_t)size)) {
        if (!(part->buffers[1] = zeros(part, size * rows))) return -1;
    } else {
        char *cells = make(part, size * rows);
        if (!cells) return -1;
        part->buffers[1] = cells;
        repeat(cell, size, cells, rows);
    }
    return refused ? set_known(part, of_all, NULL, refused, rows) : 0;
}

static int make_days(Part *part, Py_ssize_t rows)
{
    const int64_t *ordinals = part->cells.view.buf;
    if (part->cells.same) {
        int32_t day = (int32_t)(*ordinals - EPOCH);
        return *ordinals ? set_same(part, &day, sizeof day, NULL, rows) : set_unknown(part, sizeof day, rows);
    }
    int32_t *days = make(part, (Py_ssize_t)sizeof *days * rows);
    if (!days) return -1;
    part->buffers[1] = days;
    count_days(ordinals, days, rows);
    return set_known(part, of_days, ordinals, NULL, rows);
}

static int make_numbers(Part *part, const uint8_t *refused, Py_ssize_t rows)
{
    const double *numbers = part->cells.view.buf;
    if (part->cells.same && *numbers != *numbers) return set_unknown(part, sizeof *numbers, rows);
    if (part->cells.same) return set_same(part, numbers, sizeof *numbers, refused, rows);
    part->buffers[1] = numbers;
    return set_known(part, of_numbers, numbers, refused, rows);
}

static int make_words(Part *part, const uint8_t *refused, Py_ssize_t rows)
{
    const void *cells = part->cells.view.buf;
    int is_byte = part->cells.view.itemsize == 1;
    if (part->cells.same) {
        int16_t place;
        if (is_byte) place = *(const uint8_t *)cells;
        else memcpy(&place, cells, sizeof place);
        return place < 0 ? set_unknown(part, sizeof place, rows) : set_same(part, &place, sizeof place, refused, rows);
    }
    if (is_byte) {
        int16_t *codes = make(part, (Py_ssize_t)sizeof *codes * rows);
        if (!codes) return -1;
        widen(cells, codes, rows);
        cells = codes;
    }
    part->buffers[1] = cells;
    return set_known(part, of_codes, cells, refused, rows);
}

/* The patterns of all rows, block after block; how many bits are set. */
static Py_ssize_t set_patterns(const Part *part, const uint8_t *refused, Py_ssize_t groups, uint8_t *patterns,
                               Py_ssize_t rows)
{
    Py_ssize_t bits = 0;
    for (Py_ssize_t start = 0; start < rows; start += BLOCK) {
        Py_ssize_t inside = least(BLOCK, rows - start);
        if (part->kind == SETS) narrow_block(&part->cells, part->words, start, patterns, inside);
        else keep_block(part->members, part->listed, start, patterns, inside);
        for (Py_ssize_t group = 0; group < groups; group++, patterns += BLOCK) {
            if (refused) clear(refused + start, patterns, inside);
            bits += count_bits(patterns, inside);
        }
    }
    return bits;
}

static void write_lists(const uint8_t *patterns, Py_ssize_t groups, Py_ssize_t rows, int16_t *kept, int32_t *offsets,
                        int16_t *codes)
{
    Writing writing = {codes, codes};
    *offsets++ = 0;
    for (Py_ssize_t start = 0; start < rows; start += BLOCK, patterns += groups * BLOCK) {
        Py_ssize_t inside = least(BLOCK, rows - start), count = 0;
        for (Py_ssize_t group = 0; group < groups; group++)
            if (any(patterns + group * BLOCK, inside)) kept[count++] = (int16_t)group;
        emit_block(patterns, kept, count, inside, &writing, offsets + start);
    }
}

static int make_lists(Part *part, const uint8_t *refused, Py_ssize_t rows)
{
    Py_ssize_t groups = groups_of(part->kind == SETS ? part->words : part->listed);
    Py_ssize_t blocks = (rows + BLOCK - 1) / BLOCK;
    uint8_t *patterns = malloc((size_t)(blocks * groups * BLOCK) + 1);
    int16_t *kept = malloc((size_t)groups * sizeof *kept + 1), *codes = NULL;
    int32_t *offsets = make(part, (Py_ssize_t)sizeof *offsets * (rows + 1));
    if (patterns && kept && offsets) {
        part->items = set_patterns(part, refused, groups, patterns, rows);
        codes = make(part, (Py_ssize_t)sizeof *codes * (part->items + LANES));
    }
    if (codes) write_lists(patterns, groups, rows, kept, offsets, codes);
    free(patterns);
    free(kept);
    part->buffers[1] = offsets;
    part->item_buffers[1] = codes;
    return codes ? 0 : -1;
}

static int make_part(Part *part, const uint8_t *refused, Py_ssize_t rows)
{
    switch (part->kind) {
    case DAYS: return make_days(part, rows);
    case NUMBERS: return make_numbers(part, refused, rows);
    case WORDS: return make_words(part, refused, rows);
    case MEMBERS:
    case SETS: return make_lists(part, refused, rows);
    default: return 0;
    }
}

#endif
