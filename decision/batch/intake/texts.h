/* The texts of a column, plainly or by a dictionary. */
#ifndef ASSIZE_TEXTS_H
#define ASSIZE_TEXTS_H

#include "decision/batch/intake/cells.h"
#include "decision/batch/intake/small.h"

typedef struct {
    Column column;
    const int32_t *narrow; /* offsets of one width or the other */
    const int64_t *wide;
    int64_t first, last;
} Texts;

/* False: they are no texts. */
static inline bool texts_of(const Column *column, Texts *texts)
{
    *texts = (Texts){.column = *column};
    if (strcmp(column->format, "u") && strcmp(column->format, "U")) return false;
    if (!column->length) return true;
    if (column->format[0] == 'U')
        texts->wide = (const int64_t *)column->values + column->offset;
    else
        texts->narrow = (const int32_t *)column->values + column->offset;
    texts->first = texts->wide ? texts->wide[0] : texts->narrow[0];
    texts->last = texts->wide ? texts->wide[column->length] : texts->narrow[column->length];
    return true;
}

/* The bytes of a text; false where its offsets lead elsewhere. */
static inline bool text_at(const Texts *texts, int64_t place, const uint8_t **text, int64_t *length)
{
    int64_t start = texts->wide ? texts->wide[place] : texts->narrow[place];
    int64_t end = texts->wide ? texts->wide[place + 1] : texts->narrow[place + 1];
    *text = (const uint8_t *)texts->column.letters + start;
    *length = end - start;
    return texts->first <= start && start <= end && end <= texts->last;
}

/* The offsets of 64 texts. Whether they lead to texts, of each of which so many bytes may be read. */
INLINE bool can_read(const Texts *texts, int64_t first, int64_t bytes, int64_t *restrict offsets)
{
    int64_t falls = 0;
    for (int at = 0; at <= BLOCK; at++)
        offsets[at] = texts->wide ? texts->wide[first + at] : texts->narrow[first + at];
    for (int at = 0; at < BLOCK; at++) falls |= offsets[at + 1] - offsets[at];
    return falls >= 0 && offsets[0] >= texts->first && offsets[BLOCK] <= texts->last &&
           offsets[BLOCK - 1] + bytes <= texts->last;
}

/* The entries of a dictionary column. False: they are no texts, or too many. */
static inline bool entries_of(const Cells *cells, Texts *texts)
{
    const ArrowArray *array = cells->array->dictionary;
    Cells entries;
    return array->length < UINT32_MAX - 1 && cells_of(cells->schema->dictionary, array, &entries) &&
           !entries.schema->dictionary && texts_of(&entries.column, texts);
}

#define INDICES(type)                                                                                     \
    {                                                                                                     \
        const type *from = (const type *)column->values + column->offset + first;                         \
        for (int at = 0; at < count; at++) {                                                              \
            uint64_t place = (uint64_t)from[at];                                                          \
            places[at] = place < entries ? (uint32_t)place : entries + 1;                                 \
        }                                                                                                 \
        break;                                                                                            \
    }
/* What is narrower than 32 bits is compared in 32: in so many lanes at once. */
#define NARROW(type, wider)                                                                               \
    {                                                                                                     \
        const type *from = (const type *)column->values + column->offset + first;                         \
        for (int at = 0; at < count; at++) {                                                              \
            uint32_t place = (uint32_t)(wider)from[at];                                                   \
            places[at] = place < entries ? place : entries + 1;                                           \
        }                                                                                                 \
        break;                                                                                            \
    }

/* The places of up to 64 cells in a dictionary of `entries`; that number where they are null. False: one
   leads beyond it. */
INLINE bool places_of(const Column *column, int64_t first, int count,
                                                            uint64_t known, uint32_t entries,
                                                            uint32_t *restrict places)
{
    switch (column->format[0]) {
    case 'c': NARROW(int8_t, int32_t)
    case 'C': NARROW(uint8_t, uint32_t)
    case 's': NARROW(int16_t, int32_t)
    case 'S': NARROW(uint16_t, uint32_t)
    case 'i': NARROW(int32_t, int32_t)
    case 'I': NARROW(uint32_t, uint32_t)
    case 'l': INDICES(int64_t)
    case 'L': INDICES(uint64_t)
    default: return false;
    }
    for (uint64_t gone = ~known & (~(uint64_t)0 >> (BLOCK - count)); gone; gone &= gone - 1)
        places[__builtin_ctzll(gone)] = entries;
    uint32_t most = 0;
    for (int at = 0; at < count; at++) most = places[at] > most ? places[at] : most;
    return most <= entries;
}

/* The cells of a dictionary column: of each the value and the mark of its entry. `marks_of` and `values_of`
   have one more, for null. `plain`: all entries are known. */
#define GATHER(name, type)                                                                                \
    INLINE int name##_block(                                                                              \
        const Column *column, int64_t first, int count, const uint8_t *marks_of, const type *values_of,   \
        bool plain, uint32_t entries, uint8_t *restrict marks, type *restrict values)                     \
    {                                                                                                     \
        uint32_t places[BLOCK];                                                                           \
        uint64_t known = bits_at(column, first, count);                                                   \
        if (!places_of(column, first, count, known, entries, places)) return BEYOND;                      \
        for (int at = 0; values && at < count; at++) values[first + at] = values_of[places[at]];          \
        if (!plain) {                                                                                     \
            int found = 0;                                                                                \
            for (int at = 0; at < count; at++) marks[first + at] = marks_of[places[at]];                  \
            for (int at = 0; at < count; at++)                                                            \
                found |= has_mark(marks[first + at]);                                                     \
            return found;                                                                                 \
        }                                                                                                 \
        uint8_t told[BLOCK];                                                                              \
        mark_block(known, told);                                                                          \
        memcpy(marks + first, told, (size_t)count);                                                       \
        return has_gone(known, count);                                                                    \
    }                                                                                                     \
    KERNEL static int name(const Column *column, const uint8_t *marks_of, const type *values_of, bool plain,\
                           uint32_t entries, uint8_t *restrict marks, type *restrict values)              \
    {                                                                                                     \
        int found = 0;                                                                                    \
        int64_t first = 0, length = column->length;                                                       \
        for (; found >= 0 && length - first >= BLOCK; first += BLOCK)                                     \
            found |= name##_block(column, first, BLOCK, marks_of, values_of, plain, entries, marks, values);\
        if (found >= 0 && first < length)                                                                 \
            found |= name##_block(column, first, (int)(length - first), marks_of, values_of, plain, entries,\
                                  marks, values);                                                         \
        return found;                                                                                     \
    }

GATHER(gather_plainly, int32_t)

static inline int gather_numbers(const Column *column, const uint8_t *marks_of, const int32_t *numbers_of,
                                 bool plain, uint32_t entries, uint8_t *marks, int32_t *values)
{
    int64_t read = 0;
    Column rest = *column;
    int found = is_small(column, entries)
                    ? small_gather(column, marks_of, numbers_of, entries, marks, values, &read)
                    : 0;
    rest.offset += read;
    rest.length -= read;
    if (found < 0 || !rest.length) return found;
    if (values) values += read;
    int more = gather_plainly(&rest, marks_of, numbers_of, plain, entries, marks + read, values);
    return more < 0 ? more : found | more;
}

#endif
