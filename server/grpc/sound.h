/* Whether a column is plainly sound: a quick look that Arrow's own close look would agree with.

   Arrow has found before that buffers are long enough for the rows and for the last offset. */
#ifndef ASSIZE_SOUND_H
#define ASSIZE_SOUND_H

#include "server/grpc/codes.h"
#include <stdlib.h>

typedef unsigned __int128 Wide;

static bool are_nulls_right(const Array *array)
{
    if (array->n_buffers == 0 || array->null_count < 0) return true; /* all are null; or nobody has counted them */
    return array->null_count == counted_nulls(array);
}

#define RISE(name, read)                                                                       \
    KERNEL static bool name(const char *at, int64_t first, int64_t end)                        \
    {                                                                                          \
        int fall = 0;                                                                          \
        for (int64_t row = first; row < end; row++) fall |= read(at, row) > read(at, row + 1); \
        return !fall;                                                                          \
    }
RISE(narrow_rise, read_32)
RISE(wide_rise, read_64)

/* Whether values never begin before those of the row above. Where there are no rows, Arrow alone knows whether
   there are offsets. */
static bool rise(const Array *array, Kind kind)
{
    int64_t end = array->offset + array->length;
    if (!array->length || edge(array, kind, 0) < 0) return false;
    return is_large(kind) ? wide_rise(array->buffers[1], array->offset, end)
                          : narrow_rise(array->buffers[1], array->offset, end);
}

KERNEL static bool is_ascii(const uint8_t *bytes, int64_t count)
{
    uint8_t all = 0;
    for (int64_t place = 0; place < count; place++) all |= bytes[place];
    return all < 0x80;
}

/* Arrow takes texts one by one to look at their letters. Most have only ASCII, and all of these are right. */
static bool are_texts_sound(const Array *array, Kind kind)
{
    if (!rise(array, kind)) return false;
    int64_t start = edge(array, kind, 0);
    return is_ascii((const uint8_t *)array->buffers[2] + start, edge(array, kind, array->length) - start);
}

static bool are_lists_sound(const Array *array, Kind kind)
{
    return rise(array, kind) && edge(array, kind, array->length) <= array->children[0]->length;
}

static bool is_sound(const Schema *schema, const Array *array);

static bool are_parts_sound(const Schema *schema, const Array *array)
{
    for (int64_t part = 0; part < array->n_children; part++) {
        const Array *rows = array->children[part];
        if (rows->length < array->offset + array->length || !is_sound(schema->children[part], rows)) return false;
    }
    return true;
}

/* Whether codes lead to a word; those of nulls may lead anywhere. */
#define LEAD(name, type, read)                                                                         \
    KERNEL static bool name(const Codes *codes, int64_t first, int64_t end)                            \
    {                                                                                                  \
        uint64_t words = codes->words;                                                                 \
        type beyond = !words, last = words > (type)-1 ? (type)-1 : (type)(words - 1);                  \
        for (int64_t row = first; row < end; row++) beyond |= read(codes->at, row) > last;             \
        if (!beyond) return true;                                                                      \
        bool lost = false;                                                                             \
        for (int64_t row = first; row < end; row++)                                                    \
            lost |= (read(codes->at, row) >= words) & is_known(codes->valid, row);                     \
        return !lost;                                                                                  \
    }
LEAD(lead_1, uint8_t, code_1)
LEAD(lead_2, uint16_t, code_2)
LEAD(lead_4, uint32_t, code_4)
LEAD(lead_8, uint64_t, code_8)

static bool are_codes_sound(const Schema *schema, const Array *array)
{
    Codes codes = codes_of(schema, array);
    int64_t first = array->offset, end = first + array->length;
    switch (codes.width) {
    case 1: return lead_1(&codes, first, end);
    case 2: return lead_2(&codes, first, end);
    case 4: return lead_4(&codes, first, end);
    default: return lead_8(&codes, first, end);
    }
}

KERNEL static bool are_between(const char *values, int64_t first, int64_t end, Wide most)
{
    bool beyond = false;
    for (int64_t row = first; row < end; row++) {
        Wide value;
        memcpy(&value, values + row * (int64_t)sizeof value, sizeof value);
        beyond |= value + most > 2 * most; /* -most is 0 then */
    }
    return !beyond;
}

/* Whether numbers of 16 bytes would be the same in 8. */
KERNEL static bool are_short(const char *values, int64_t first, int64_t end)
{
    int64_t wide = 0;
    for (int64_t row = first; row < end; row++) wide |= read_64(values, 2 * row + 1) ^ read_64(values, 2 * row) >> 63;
    return !wide;
}

/* Whether decimals have no more digits than their type says. Arrow alone knows of those of other than 16 bytes. */
static bool are_decimals_sound(const Schema *schema, const Array *array)
{
    char *rest;
    long digits = strtol(schema->format + 2, &rest, 10);
    strtol(rest + (*rest == ','), &rest, 10);
    if (digits < 1 || digits > 38 || (*rest && strcmp(rest, ",128"))) return false;
    Wide power = 1;
    while (digits--) power *= 10;
    const char *values = array->buffers[1];
    int64_t first = array->offset, end = first + array->length;
    return (power > INT64_MAX && are_short(values, first, end)) || are_between(values, first, end, power - 1);
}

static bool is_sound(const Schema *schema, const Array *array)
{
    Kind kind = kind_of(schema);
    if (kind == OTHER || !are_nulls_right(array)) return false;
    switch (kind) {
    case ALWAYS:
        return true;
    case TEXT:
    case LARGE_TEXT:
        return are_texts_sound(array, kind);
    case LIST:
    case LARGE_LIST:
        return are_lists_sound(array, kind) && is_sound(schema->children[0], array->children[0]);
    case STRUCT:
        return are_parts_sound(schema, array);
    case CODES:
        return are_codes_sound(schema, array) && is_sound(schema->dictionary, array->dictionary);
    case DECIMAL:
        return are_decimals_sound(schema, array);
    default:
        return false;
    }
}

#endif
