/* Columns of booleans, of days, and of lists, which have lengths. */
#include "decision/batch/intake/reader.h"
#include "decision/batch/intake/texts.h"
#include <math.h>

enum { DAY = 86400000 }; /* ms */

/* 0 false, 1 unknown, 2 true. */
KERNEL static int read_booleans(const Column *column, uint8_t *values, uint8_t *marks)
{
    Column bits = *column;
    int found = 0;
    bits.bits = column->values;
    for (int64_t first = 0; first < column->length; first += BLOCK) {
        int count = column->length - first < BLOCK ? (int)(column->length - first) : BLOCK;
        uint64_t known = bits_at(column, first, count), is_true = bits_at(&bits, first, count);
        uint8_t cells[BLOCK], truths[BLOCK], told[BLOCK];
        bytes_of(is_true & known, truths);
        mark_block(known, told);
        for (int at = 0; at < BLOCK; at++) cells[at] = (truths[at] & 2) | (told[at] == GONE);
        memcpy(values + first, cells, (size_t)count);
        memcpy(marks + first, told, (size_t)count);
        found |= has_gone(known, count);
    }
    return found;
}

static inline uint8_t put_day(bool is_known, int64_t day, double *value)
{
    bool is_right = day >= 1 && day <= LAST;
    *value = is_known && is_right ? (double)day : NAN;
    return !is_known ? GONE : is_right ? KNOWN : WRONG;
}

static int read_days64(const Column *column, double *values, uint8_t *marks)
{
    const int64_t *from = (const int64_t *)column->values + column->offset;
    int found = 0;
    uint64_t known = 0;
    for (int64_t row = 0; row < column->length; row++, known >>= 1) {
        int64_t day = from[row] / DAY;
        if (row % BLOCK == 0) known = bits_from(column, row);
        marks[row] = put_day(known & 1, from[row] % DAY ? 0 : day + EPOCH, values + row);
        found |= has_mark(marks[row]);
    }
    return found;
}

static inline int digits(const uint8_t *text, int count)
{
    int number = 0;
    for (int at = 0; at < count; at++) {
        if (text[at] < '0' || text[at] > '9') return BEYOND;
        number = 10 * number + text[at] - '0';
    }
    return number;
}

/* The ordinal of `YYYY-MM-DD`; 0 for anything else. */
static int64_t ordinal(const uint8_t *text, int64_t length)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    if (length != 10 || text[4] != '-' || text[7] != '-') return 0;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2), past = year - 1;
    if (year < 1 || month < 1 || month > 12 || day < 1) return 0;
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day > lengths[month - 1] + (leaps && month == 2)) return 0;
    return 365 * past + past / 4 - past / 100 + past / 400 + before[month - 1] + (leaps && month > 2) + day;
}

static int read_texts(const Texts *texts, bool skip_empty, double *values, uint8_t *marks)
{
    int found = 0;
    uint64_t known = 0;
    for (int64_t row = 0; row < texts->column.length; row++, known >>= 1) {
        const uint8_t *text = NULL;
        int64_t length = 0;
        if (row % BLOCK == 0) known = bits_from(&texts->column, row);
        bool is_known = known & 1;
        if (is_known && !text_at(texts, row, &text, &length)) return BEYOND;
        is_known &= length || !skip_empty;
        marks[row] = put_day(is_known, is_known ? ordinal(text, length) : 0, values + row);
        found |= has_mark(marks[row]);
    }
    return found;
}

GATHER(gather_days, double)

static int read_dictionary(const Cells *cells, bool skip_empty, double *values, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(cells, &texts)) return UNREADABLE;
    int64_t entries = texts.column.length;
    double *days_of = malloc(((size_t)entries + 1) * (sizeof(double) + 1));
    if (!days_of) return NO_ROOM;
    uint8_t *marks_of = (uint8_t *)(days_of + entries + 1);
    days_of[entries] = NAN;
    marks_of[entries] = GONE;
    int found = read_texts(&texts, skip_empty, days_of, marks_of);
    if (found >= 0)
        found = gather_days(&cells->column, marks_of, days_of, !found, (uint32_t)entries, marks, values);
    free(days_of);
    return found;
}

static int read_truths(const Reader *Py_UNUSED(self), const Cells *cells, void *restrict values,
                       uint8_t *restrict marks)
{
    return strcmp(cells->column.format, "b") ? UNREADABLE : read_booleans(&cells->column, values, marks);
}

typedef struct {
    Reader reader;
    bool skip_empty;
} DayReader;

static int read_days(const Reader *self, const Cells *cells, void *restrict values, uint8_t *restrict marks)
{
    bool skip_empty = ((const DayReader *)self)->skip_empty;
    Texts texts;
    if (cells->schema->dictionary) return read_dictionary(cells, skip_empty, values, marks);
    if (!strcmp(cells->column.format, "tdm")) return read_days64(&cells->column, values, marks);
    return texts_of(&cells->column, &texts) ? read_texts(&texts, skip_empty, values, marks) : UNREADABLE;
}

typedef struct {
    Reader reader;
    int64_t most;
} LengthReader;

/* The lengths of up to 64 lists, 0 of those that are not known. Negative ones are told by the result. */
INLINE int put_lengths(int64_t *restrict lengths, uint64_t known, int count, int64_t most,
                       uint8_t *restrict marks)
{
    int64_t hidden = 0, all = 0;
    uint8_t seen[BLOCK], is_wrong = 0;
    bytes_of(known, seen);
    for (int at = 0; at < count; at++) {
        int64_t own = seen[at] ? lengths[at] : 0;
        hidden |= lengths[at] ^ own;
        all |= own;
        is_wrong |= own > most;
        marks[at] = seen[at] ? own > most ? WRONG : KNOWN : GONE;
        lengths[at] = own;
    }
    if (all < 0) return BEYOND;
    return has_gone(known, count) | (is_wrong ? HAS_WRONG : 0) | (hidden ? HAS_HIDDEN : 0);
}

KERNEL static int read_lengths(const Reader *self, const Cells *cells, void *restrict values,
                               uint8_t *restrict marks)
{
    const Column *column = &cells->column;
    const int32_t *narrow = column->values;
    const int64_t *wide = column->values;
    bool is_wide = !strcmp(column->format, "+L"), is_narrow = !strcmp(column->format, "+l");
    int64_t *lengths = values, all = 0;
    int found = 0;
    if (!is_wide && !is_narrow) {
        if (strncmp(column->format, "+w:", 3)) return UNREADABLE;
        all = strtoll(column->format + 3, NULL, 10);
    }
    for (int64_t first = 0; found >= 0 && first < column->length; first += BLOCK) {
        int count = rows_from(column, first);
        int64_t from = column->offset + first;
        for (int at = 0; at < count; at++)
            lengths[first + at] = is_narrow ? (int64_t)narrow[from + at + 1] - narrow[from + at]
                                  : is_wide ? wide[from + at + 1] - wide[from + at]
                                            : all;
        int block = put_lengths(lengths + first, bits_at(column, first, count), count,
                                ((const LengthReader *)self)->most, marks + first);
        found = block < 0 ? block : found | block;
    }
    return found;
}

static PyObject *length_reader(PyObject *Py_UNUSED(self), PyObject *most)
{
    LengthReader held = {.reader = {.read = read_lengths, .width = sizeof(int64_t), .is_list = true}};
    held.most = PyLong_AsLong(most);
    return PyErr_Occurred() ? NULL : reader_of(&held.reader, sizeof held);
}

static PyObject *boolean_reader(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    return reader_of(&(Reader){.read = read_truths, .width = 1}, sizeof(Reader));
}

static PyObject *day_reader(PyObject *Py_UNUSED(self), PyObject *skip_empty)
{
    DayReader held = {{.read = read_days, .width = sizeof(double)}, PyObject_IsTrue(skip_empty)};
    return reader_of(&held.reader, sizeof held);
}

static PyMethodDef methods[] = {{"boolean_reader", boolean_reader, METH_NOARGS, NULL},
                                {"length_reader", length_reader, METH_O, NULL},
                                {"day_reader", day_reader, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_cells", .m_methods = methods};

PyMODINIT_FUNC PyInit__cells(void) { return PyModuleDef_Init(&module); }
