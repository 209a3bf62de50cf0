/* The bytes that a column takes when each row has its own values, 8 for each that is no text.

   What null rows may have counts too, but a null code of a dictionary has no word. It may not be known yet
   whether a column is sound: nothing is read that Arrow has not found to be there. */
#ifndef ASSIZE_SIZES_H
#define ASSIZE_SIZES_H

#include "server/grpc/codes.h"
#include "server/grpc/sums.h"
#include <stdlib.h>

enum { CELL = 8, VIEW_NUMBERS = 4, BYTE = 0xFF, FEW = 16 };

/* Values of rows that have offsets. */
static int64_t span(const Array *array, Kind kind, int64_t start, int64_t rows)
{
    int64_t first = edge(array, kind, start), end = edge(array, kind, start + rows);
    return first >= 0 && end > first ? end - first : 0;
}

/* Bytes of a text of a view: the first of its four numbers. */
static int64_t view_size(const Array *array, int64_t row)
{
    int64_t place = array->offset + row;
    return is_known(array->buffers[0], place) ? read_32(array->buffers[1], VIEW_NUMBERS * place) : 0;
}

static int64_t word_size(const Array *words, Kind kind, int64_t word)
{
    if (kind == VIEW) return view_size(words, word);
    return is_known(words->buffers[0], words->offset + word) ? span(words, kind, word, 1) : 0;
}

/* Sums of wrong sizes may be anything: such columns are refused. All codes of one byte have a size. */
#define TOTAL(name, type, read)                                                                         \
    static uint64_t name(const Codes *codes, int64_t first, int64_t end, const uint64_t *sizes)         \
    {                                                                                                   \
        uint64_t total = 0;                                                                             \
        for (int64_t row = first; row < end; row++) {                                                   \
            uint64_t code = read(codes->at, row);                                                       \
            total += sizes[sizeof(type) == 1 || code < codes->words ? code : codes->words];             \
        }                                                                                               \
        return total;                                                                                   \
    }
TOTAL(total_1, uint8_t, code_1)
TOTAL(total_2, uint16_t, code_2)
TOTAL(total_4, uint32_t, code_4)
TOTAL(total_8, uint64_t, code_8)

/* How many codes of one byte lead to a word. */
KERNEL static uint64_t count_of(uint8_t word, const char *codes, int64_t first, int64_t end)
{
    typedef uint8_t Lanes __attribute__((vector_size(32)));
    const int width = sizeof(Lanes);
    Lanes wanted = (Lanes){0} + word, some;
    uint64_t found = 0;
    while (first + width <= end) {
        Lanes counts = {0};
        for (int step = 0; step < BYTE && first + width <= end; step++, first += width) {
            memcpy(&some, codes + first, sizeof some);
            counts -= (Lanes)(some == wanted);
        }
        for (int lane = 0; lane < width; lane++) found += counts[lane];
    }
    for (; first < end; first++) found += (uint8_t)codes[first] == word;
    return found;
}

/* The same as `total_1`, sooner if there are few words. */
static uint64_t total_of_few(const Codes *codes, int64_t first, int64_t end, const uint64_t *sizes)
{
    uint64_t total = 0;
    for (uint64_t word = 0; word < codes->words; word++)
        total += sizes[word] * count_of((uint8_t)word, codes->at, first, end);
    return total;
}

static uint64_t total(const Codes *codes, int64_t first, int64_t end, const uint64_t *sizes)
{
    switch (codes->width) {
    case 1: return (codes->words > FEW ? total_1 : total_of_few)(codes, first, end, sizes);
    case 2: return total_2(codes, first, end, sizes);
    case 4: return total_4(codes, first, end, sizes);
    default: return total_8(codes, first, end, sizes);
    }
}

/* A bit for each of some rows, 1 or 64, that is null. */
static uint64_t nulls_of(const uint8_t *valid, int64_t row, int64_t count)
{
    uint64_t known;
    if (count == 1) return !is_known(valid, row);
    memcpy(&known, valid + row / 8, sizeof known);
    return ~known;
}

static uint64_t total_of_nulls(const Codes *codes, int64_t first, int64_t end, const uint64_t *sizes)
{
    uint64_t found = 0;
    for (int64_t row = first, count; codes->valid && row < end; row += count) {
        count = row % 8 || end - row < 64 ? 1 : 64;
        for (uint64_t nulls = nulls_of(codes->valid, row, count); nulls; nulls &= nulls - 1) {
            uint64_t code = code_at(codes, row + __builtin_ctzll(nulls));
            found += sizes[code < codes->words ? code : codes->words];
        }
    }
    return found;
}

/* Add the words of some rows. False: there is no memory. */
static bool add_words(const Schema *schema, const Array *array, int64_t start, int64_t rows, int64_t *size)
{
    Kind kind = kind_of(schema->dictionary);
    if (kind != TEXT && kind != LARGE_TEXT && kind != VIEW) return true;
    Codes codes = codes_of(schema, array);
    /* Those behind the words stand for codes that lead nowhere. */
    uint64_t *sizes = calloc((codes.words > BYTE ? codes.words : BYTE) + 1, sizeof *sizes);
    if (!sizes) return false;
    for (uint64_t word = 0; word < codes.words; word++)
        sizes[word] = (uint64_t)word_size(array->dictionary, kind, (int64_t)word);
    int64_t first = array->offset + start, end = first + rows;
    uint64_t words = total(&codes, first, end, sizes) - total_of_nulls(&codes, first, end, sizes);
    free(sizes);
    *size = plus(*size, (int64_t)words);
    return true;
}

static int64_t views_size(const Array *array, int64_t start, int64_t rows)
{
    int64_t found = 0;
    for (int64_t row = start; row < start + rows; row++) found += view_size(array, row);
    return found;
}

static bool add_size(const Schema *schema, const Array *array, int64_t start, int64_t rows, int64_t *size);

static bool add_parts(const Schema *schema, const Array *array, int64_t start, int64_t rows, int64_t *size)
{
    for (int64_t part = 0; part < array->n_children; part++)
        if (!add_size(schema->children[part], array->children[part], array->offset + start, rows, size)) return false;
    return true;
}

static bool add_elements(const Schema *schema, const Array *array, int64_t start, int64_t count, int64_t *size)
{
    return add_size(schema->children[0], array->children[0], start, count, size);
}

/* Add what some rows of a column take, as far as they are there. False: there is no memory. */
static bool add_size(const Schema *schema, const Array *array, int64_t start, int64_t rows, int64_t *size)
{
    if (rows <= 0 || start >= array->length) return true;
    rows = rows < array->length - start ? rows : array->length - start;
    *size = plus(*size, times(CELL, rows));
    Kind kind = kind_of(schema);
    switch (kind) {
    case TEXT:
    case LARGE_TEXT:
        *size = plus(*size, span(array, kind, start, rows));
        return true;
    case VIEW:
        *size = plus(*size, views_size(array, start, rows));
        return true;
    case CODES:
        return add_words(schema, array, start, rows, size);
    case LIST:
    case LARGE_LIST:
        return add_elements(schema, array, edge(array, kind, start), span(array, kind, start, rows), size);
    case FIXED_LIST: {
        int64_t each = strtoll(schema->format + 3, NULL, 10);
        return add_elements(schema, array, times(array->offset + start, each), times(rows, each), size);
    }
    case STRUCT:
        return add_parts(schema, array, start, rows, size);
    default:
        return true;
    }
}

#endif
