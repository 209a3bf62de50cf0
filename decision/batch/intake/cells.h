/* Arrow arrays as they lie in memory (the Arrow C data interface), and what reading them writes: a value and
   a mark for each cell. Whoever reads an array has validated it (pyarrow: `validate`), so that its buffers
   are as long as they must be; offsets and indices inside them are checked here. */
#ifndef ASSIZE_CELLS_H
#define ASSIZE_CELLS_H

#include "decision/batch/c_data.h"
#include "rules/native.h"
#include <stdbool.h>

#define INLINE static inline __attribute__((always_inline))

/* Marks: what is known is 1 and what is unknown 9, as evidence is told (see marks.py). */
enum { KNOWN = 1, GONE = 9, LONG = 254, WRONG = 255 };
/* What a column has somewhere. */
enum { HAS_GONE = 1, HAS_WRONG = 2, HAS_LONG = 4, HAS_EVIDENCE = 8, HAS_OLD = 16, HAS_HIDDEN = 32 };
/* The ordinal of 9999-12-31. */
enum { LAST = 3652059 };
/* Rows that are read at once: as many as a word has bits. */
enum { BLOCK = 64 };

typedef struct {
    const char *format;
    int64_t length, offset;
    const uint8_t *bits; /* NULL: nothing is null */
    const void *values, *letters;
} Column;

/* A column, and the dictionary that it may have. */
typedef struct {
    const ArrowSchema *schema;
    const ArrowArray *array;
    Column column;
} Cells;

/* What a reader found, or its error. */
enum { BEYOND = -1, UNREADABLE = -2, NO_ROOM = -3 };

/* False: it has other buffers than those of plain values, texts or lists. */
static inline bool cells_of(const ArrowSchema *schema, const ArrowArray *array, Cells *found)
{
    bool is_text = !strcmp(schema->format, "u") || !strcmp(schema->format, "U");
    bool has_values = strncmp(schema->format, "+w:", 3);
    const void **buffers = array->buffers;
    *found = (Cells){schema, array, {schema->format, array->length, array->offset, NULL, NULL, NULL}};
    if (array->n_buffers != 1 + has_values + is_text) return false;
    if (has_values && array->length && !buffers[1]) return false;
    if (array->null_count != 0) found->column.bits = buffers[0];
    found->column.values = has_values ? buffers[1] : NULL;
    found->column.letters = is_text ? buffers[2] : NULL;
    return true;
}

/* What was found for Python. An error is one of a column of some format. */
static inline PyObject *result(int found, const char *format)
{
    if (found == BEYOND) PyErr_SetString(PyExc_ValueError, "an offset or index leads beyond its buffer");
    if (found == UNREADABLE) PyErr_Format(PyExc_ValueError, "cannot read a column of the format %s", format);
    if (found == NO_ROOM) PyErr_NoMemory();
    return found < 0 ? NULL : PyLong_FromLong(found);
}

typedef struct {
    PyObject *pair; /* of capsules, which hold the memory */
    Cells cells;
} Held;

/* Hold the memory of a pyarrow.Array, or of a batch, until it is dropped. NULL: an exception is set. */
static inline PyObject *memory_of(PyObject *array, const ArrowSchema **schema,
                                  const ArrowArray **cells)
{
    PyObject *pair = PyObject_CallMethod(array, "__arrow_c_array__", NULL);
    PyObject *one = pair ? PyTuple_GetItem(pair, 0) : NULL, *other = one ? PyTuple_GetItem(pair, 1) : NULL;
    *schema = other ? PyCapsule_GetPointer(one, "arrow_schema") : NULL;
    *cells = *schema ? PyCapsule_GetPointer(other, "arrow_array") : NULL;
    if (*cells) return pair;
    Py_XDECREF(pair);
    return NULL;
}

/* The same of cells that can be read. */
static inline bool hold(PyObject *array, Held *held)
{
    const ArrowSchema *schema;
    const ArrowArray *cells;
    if (!(held->pair = memory_of(array, &schema, &cells))) return false;
    if (cells_of(schema, cells, &held->cells)) return true;
    result(UNREADABLE, schema->format);
    Py_DECREF(held->pair);
    return false;
}

static inline void drop(Held *held) { Py_DECREF(held->pair); }

/* The memory of a numpy array of `length` values of `width` bytes each. */
static inline bool writable(PyObject *array, Py_buffer *view, Py_ssize_t width, int64_t length)
{
    if (PyObject_GetBuffer(array, view, PyBUF_WRITABLE)) return false;
    if (view->itemsize == width && view->len == length * width) return true;
    PyBuffer_Release(view);
    PyErr_Format(PyExc_ValueError, "expected %lld values of %zd bytes", (long long)length, width);
    return false;
}

/* The bits of up to 64 cells from one on; those behind them are 0. */
static inline uint64_t bits_at(const Column *column, int64_t first, int count)
{
    uint64_t all = count == BLOCK ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1, word = 0;
    if (!column->bits) return all;
    int64_t place = column->offset + first;
    const uint8_t *from = column->bits + place / 8;
    int shift = (int)(place % 8), bytes = (shift + count + 7) / 8;
    if (bytes >= 8)
        memcpy(&word, from, 8);
    else
        for (int at = 0; at < bytes; at++) word |= (uint64_t)from[at] << 8 * at;
    word >>= shift;
    if (bytes > 8) word |= (uint64_t)from[8] << (BLOCK - shift);
    return word & all;
}

/* How many cells a block has that starts at one, and their bits. */
static inline int rows_from(const Column *column, int64_t first)
{
    return column->length - first < BLOCK ? (int)(column->length - first) : BLOCK;
}

static inline uint64_t bits_from(const Column *column, int64_t first)
{
    return bits_at(column, first, rows_from(column, first));
}

/* A byte for each of 64 bits: all of its bits set, or none. Vectors all the way, for to read eight words as a
   vector would wait for them to be written. */
INLINE void bytes_of(uint64_t bits, uint8_t *restrict bytes)
{
    typedef uint64_t Lanes __attribute__((vector_size(32)));
    typedef uint8_t Bytes __attribute__((vector_size(32)));
    for (int half = 0; half < 2; half++, bits >>= 32) {
        Lanes eight = {bits, bits >> 8, bits >> 16, bits >> 24};
        Bytes each = (Bytes)(((eight & 0xff) * 0x0101010101010101u) & 0x8040201008040201u);
        each = (Bytes)(each != 0);
        memcpy(bytes + 32 * half, &each, sizeof each);
    }
}

/* Mark 64 cells as known or gone. */
INLINE void mark_block(uint64_t bits, uint8_t *restrict marks)
{
    uint8_t seen[BLOCK];
    bytes_of(bits, seen);
    for (int at = 0; at < BLOCK; at++) marks[at] = GONE ^ (seen[at] & (GONE ^ KNOWN));
}

static inline int has_gone(uint64_t bits, int count)
{
    return bits != (count == BLOCK ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1) ? HAS_GONE : 0;
}

static inline int has_mark(uint8_t mark) { return mark == GONE ? HAS_GONE : mark == WRONG ? HAS_WRONG : 0; }

#endif
