/* What a column is, as Arrow's C data interface tells it. */
#ifndef ASSIZE_SENT_COLUMNS_H
#define ASSIZE_SENT_COLUMNS_H

#include "decision/batch/c_data.h"
#include "rules/native.h"
#include <stdbool.h>

typedef ArrowSchema Schema;
typedef ArrowArray Array;

/* ALWAYS: types of which every value is right. OTHER: what is not looked at here. */
typedef enum {
    OTHER, ALWAYS, DECIMAL, CODES, TEXT, LARGE_TEXT, VIEW, LIST, LARGE_LIST, FIXED_LIST, STRUCT
} Kind;

static Kind kind_of(const Schema *schema)
{
    const char *format = schema->format;
    if (schema->dictionary) return CODES;
    if (!strcmp(format, "u")) return TEXT;
    if (!strcmp(format, "U")) return LARGE_TEXT;
    if (!strcmp(format, "vu")) return VIEW;
    if (!strcmp(format, "+l")) return LIST;
    if (!strcmp(format, "+L")) return LARGE_LIST;
    if (!strcmp(format, "+s")) return STRUCT;
    if (!strncmp(format, "+w:", 3)) return FIXED_LIST;
    if (!strncmp(format, "d:", 2)) return DECIMAL;
    bool is_plain = format[0] && !format[1] && strchr("nbcCsSiIlLfg", format[0]);
    return is_plain || !strcmp(format, "tdD") ? ALWAYS : OTHER;
}

/* Buffers inside a message may begin at any byte, so what they hold is copied to be read. */
#define READ(name, type)                                                  \
    static inline type name(const char *at, int64_t place)                \
    {                                                                     \
        type found;                                                       \
        memcpy(&found, at + place * (int64_t)sizeof found, sizeof found); \
        return found;                                                     \
    }
READ(read_32, int32_t)
READ(read_64, int64_t)

static inline bool is_large(Kind kind) { return kind == LARGE_TEXT || kind == LARGE_LIST; }

/* Where the values of a row begin, or those of the row before it end. Arrays without rows may have none. */
static inline int64_t edge(const Array *array, Kind kind, int64_t row)
{
    const char *offsets = array->buffers[1];
    return is_large(kind) ? read_64(offsets, array->offset + row) : read_32(offsets, array->offset + row);
}

/* Whether a bit is set; where there are no bits, all are. */
static inline bool is_known(const uint8_t *valid, int64_t place)
{
    return !valid || (valid[place / 8] >> place % 8 & 1);
}

KERNEL static int64_t set_bits(const uint8_t *bits, int64_t at, int64_t end)
{
    int64_t found = 0;
    uint64_t word;
    for (; at < end && at % 64; at++) found += is_known(bits, at);
    for (; at + 64 <= end; at += 64) {
        memcpy(&word, bits + at / 8, sizeof word);
        found += __builtin_popcountll(word);
    }
    for (; at < end; at++) found += is_known(bits, at);
    return found;
}

/* Rows whose bit is not set. */
static int64_t counted_nulls(const Array *array)
{
    const uint8_t *valid = array->buffers[0];
    return valid ? array->length - set_bits(valid, array->offset, array->offset + array->length) : 0;
}

#endif
