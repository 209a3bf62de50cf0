/* Columns of numbers → float64, each rounded once, with their marks. */
#include "decision/batch/intake/reader.h"
#include <math.h>

#define MOST 9007199254740992.0 /* 2^53 */
/* x + MAGIC as a float64 has x in its lowest bits, for whole numbers below 2^51. */
#define MAGIC 6755399441055744.0
#define MAGIC_BITS 0x4338000000000000
#define EASY ((int64_t)1 << 51)

typedef struct {
    double low, high; /* the range */
    double zero;      /* added: 0.0 makes -0.0 into 0.0, -0.0 changes nothing */
    double least;     /* what is nearer to 0 is wrong, but for 0 */
    double times, through;
    int whole;
} Rule;

/* Four lanes. A comparison gives a mask: all bits or none. */
typedef double Four __attribute__((vector_size(32)));
typedef int64_t Mask __attribute__((vector_size(32)));

/* The mask of four cells, by their bits. */
static const Mask LANES[16] = {
    {0, 0, 0, 0},  {-1, 0, 0, 0},  {0, -1, 0, 0},  {-1, -1, 0, 0},  {0, 0, -1, 0},  {-1, 0, -1, 0},
    {0, -1, -1, 0}, {-1, -1, -1, 0}, {0, 0, 0, -1}, {-1, 0, 0, -1},  {0, -1, 0, -1}, {-1, -1, 0, -1},
    {0, 0, -1, -1}, {-1, 0, -1, -1}, {0, -1, -1, -1}, {-1, -1, -1, -1},
};

#define ALL(number) ((Four){(number), (number), (number), (number)})

/* The numbers of a block that are known and right; NaN for others. */
KERNEL static int settle(const double *restrict numbers, uint64_t known, const Rule *rule,
                         double *restrict values, uint8_t *restrict marks)
{
    const Four low = ALL(rule->low), high = ALL(rule->high), zero = ALL(rule->zero), least = ALL(rule->least);
    const Four exact = ALL(0x1p52);
    const Mask nothing = (Mask)ALL(NAN);
    Mask bad = {0};
    for (int at = 0; at < BLOCK; at += 4) {
        Four number;
        memcpy(&number, numbers + at, sizeof number);
        number += zero;
        Mask here = LANES[known >> at & 15], right = (number >= low) & (number <= high);
        Four size = (Four)((Mask)number & INT64_MAX);
        /* All numbers from 2^52 on have no parts, and below it a sum with it rounds them off. */
        if (rule->whole) right &= ((size + exact) - exact == size) | (size >= exact);
        if (rule->least > 0) right &= (size >= least) | (number == 0);
        bad |= here & ~right;
        here &= right;
        number = (Four)(((Mask)number & here) | (nothing & ~here));
        memcpy(values + at, &number, sizeof number);
    }
    mark_block(known, marks);
    if (!(bad[0] | bad[1] | bad[2] | bad[3])) return 0;
    for (int at = 0; at < BLOCK; at++)
        if (known >> at & 1 && values[at] != values[at]) marks[at] = WRONG;
    return HAS_WRONG;
}

/* Numbers of a block that cannot be read exactly here: they are left to others. */
INLINE int leave(uint64_t longs, uint8_t *marks)
{
    if (!longs) return 0;
    for (int at = 0; at < BLOCK; at++)
        if (longs >> at & 1) marks[at] = LONG;
    return HAS_LONG;
}

/* Whole numbers; times a power of ten only where they and it are exact. */
#define WHOLE(name, type)                                                                                    \
    INLINE int name##_block(const type *restrict from, uint64_t known, const Rule *rule, double *values,     \
                            uint8_t *marks)                                                                  \
    {                                                                                                        \
        double numbers[BLOCK];                                                                               \
        for (int at = 0; at < BLOCK; at++) numbers[at] = (double)from[at];                                   \
        if (rule->times != 1)                                                                                \
            for (int at = 0; at < BLOCK; at++)                                                               \
                numbers[at] = fabs(numbers[at]) < MOST ? numbers[at] * rule->times : NAN;                    \
        return settle(numbers, known, rule, values, marks);                                                  \
    }

/* A float stands for the shortest decimal that it is read from. With no more than 15 digits and as many
   places as the power has, that is the one found here. */
INLINE uint64_t shifted(double *restrict numbers, double times)
{
    uint64_t longs = 0;
    for (int at = 0; at < BLOCK; at++) {
        double number = rint(numbers[at] * times);
        if (!(number / times == numbers[at] && fabs(number) < 1e15)) longs |= (uint64_t)1 << at;
        numbers[at] = number;
    }
    return longs;
}

#define FLOATS(name, type)                                                                                   \
    INLINE int name##_block(const type *restrict from, uint64_t known, const Rule *rule, double *values,     \
                            uint8_t *marks)                                                                  \
    {                                                                                                        \
        double numbers[BLOCK];                                                                               \
        for (int at = 0; at < BLOCK; at++) numbers[at] = (double)from[at];                                   \
        uint64_t longs = rule->times == 1 ? 0 : known & shifted(numbers, rule->times);                       \
        int found = settle(numbers, known & ~longs, rule, values, marks);                                    \
        return found | leave(longs, marks);                                                                  \
    }

/* Up to 2^53 a whole number times, or through, a power of ten that float64 holds exactly is rounded once. */
#define DECIMALS(name, type, words)                                                                          \
    INLINE int name##_block(const type *restrict from, uint64_t known, const Rule *rule, double *values,     \
                            uint8_t *marks)                                                                  \
    {                                                                                                        \
        double numbers[BLOCK], times = rule->times, through = rule->through;                                 \
        uint64_t hard = 0, longs = times == 0 ? known : 0;                                                   \
        for (int at = 0; at < BLOCK; at++) {                                                                 \
            int64_t lowest = from[(words)*at];                                                               \
            hard |= ((uint64_t)lowest + EASY) & ~(2 * (uint64_t)EASY - 1);                                   \
            for (int word = 1; word < (words); word++) hard |= from[(words)*at + word] ^ lowest >> 63;       \
            int64_t bits = (int64_t)((uint64_t)lowest + MAGIC_BITS);                                         \
            double number;                                                                                   \
            memcpy(&number, &bits, sizeof bits);                                                             \
            numbers[at] = (number - MAGIC) * times / through;                                                \
        }                                                                                                    \
        for (int at = 0; hard && at < BLOCK; at++) {                                                         \
            int64_t lowest = from[(words)*at];                                                               \
            bool is_short = lowest >= -(int64_t)MOST && lowest <= (int64_t)MOST;                             \
            for (int word = 1; word < (words); word++) is_short &= from[(words)*at + word] == lowest >> 63;  \
            numbers[at] = (double)lowest * times / through;                                                  \
            if (!is_short) longs |= known & (uint64_t)1 << at;                                               \
        }                                                                                                    \
        int found = settle(numbers, known & ~longs, rule, values, marks);                                    \
        return found | leave(longs, marks);                                                                  \
    }

/* A column of `words` values a cell, block by block. The last block is filled up with zeros. */
#define COLUMN(kind, name, type, words)                                                                      \
    kind(name, type) KERNEL static int name(const Column *column, const Rule *rule, double *values,          \
                                            uint8_t *marks)                                                  \
    {                                                                                                        \
        const type *from = (const type *)column->values + (words)*column->offset;                            \
        int64_t first = 0, rest;                                                                             \
        int found = 0;                                                                                       \
        for (; (rest = column->length - first) >= BLOCK; first += BLOCK) {                                   \
            uint64_t known = bits_at(column, first, BLOCK);                                                  \
            found |= name##_block(from + (words)*first, known, rule, values + first, marks + first) |        \
                     has_gone(known, BLOCK);                                                                 \
        }                                                                                                    \
        if (!rest) return found;                                                                             \
        type last[(words)*BLOCK] = {0};                                                                      \
        double numbers[BLOCK];                                                                               \
        uint8_t told[BLOCK];                                                                                 \
        uint64_t known = bits_at(column, first, (int)rest);                                                  \
        memcpy(last, from + (words)*first, (size_t)rest * (words) * sizeof(type));                           \
        found |= name##_block(last, known, rule, numbers, told) | has_gone(known, (int)rest);                \
        memcpy(values + first, numbers, (size_t)rest * sizeof(double));                                      \
        memcpy(marks + first, told, (size_t)rest);                                                           \
        return found;                                                                                        \
    }

#define DECIMALS1(name, type) DECIMALS(name, type, 1)
#define DECIMALS2(name, type) DECIMALS(name, type, 2)
#define DECIMALS4(name, type) DECIMALS(name, type, 4)

COLUMN(WHOLE, int8s, int8_t, 1)
COLUMN(WHOLE, uint8s, uint8_t, 1)
COLUMN(WHOLE, int16s, int16_t, 1)
COLUMN(WHOLE, uint16s, uint16_t, 1)
COLUMN(WHOLE, int32s, int32_t, 1)
COLUMN(WHOLE, uint32s, uint32_t, 1)
COLUMN(WHOLE, int64s, int64_t, 1)
COLUMN(WHOLE, uint64s, uint64_t, 1)
COLUMN(FLOATS, floats, float, 1)
COLUMN(FLOATS, doubles, double, 1)
COLUMN(DECIMALS1, decimal32s, int32_t, 1)
COLUMN(DECIMALS1, decimal64s, int64_t, 1)
COLUMN(DECIMALS2, decimal128s, int64_t, 2)
COLUMN(DECIMALS4, decimal256s, int64_t, 4)

typedef int (*Read)(const Column *, const Rule *, double *, uint8_t *);

static Read read_of(const char *format)
{
    static const char letters[] = "cCsSiIlLfg";
    static const Read plain[] = {int8s,  uint8s,  int16s, uint16s, int32s,
                                 uint32s, int64s, uint64s, floats, doubles};
    const char *letter = strchr(letters, format[0]);
    if (format[0] && !format[1] && letter) return plain[letter - letters];
    if (!strcmp(format, "tdD")) return int32s; /* days */
    if (strncmp(format, "d:", 2)) return NULL;
    const char *comma = strchr(format, ','), *width = comma ? strchr(comma + 1, ',') : NULL;
    if (!width || !strcmp(width, ",128")) return decimal128s;
    if (!strcmp(width, ",256")) return decimal256s;
    return !strcmp(width, ",64") ? decimal64s : !strcmp(width, ",32") ? decimal32s : NULL;
}

typedef struct {
    Reader reader;
    Rule rule;
} Numbers;

static int read_numbers(const Reader *self, const Cells *cells, void *restrict values,
                        uint8_t *restrict marks)
{
    Read read = read_of(cells->column.format);
    bool is_plain = read && !cells->schema->dictionary;
    return is_plain ? read(&cells->column, &((const Numbers *)self)->rule, values, marks) : UNREADABLE;
}

static PyObject *number_reader(PyObject *Py_UNUSED(self), PyObject *args)
{
    Numbers held = {.reader = {.read = read_numbers, .width = sizeof(double)}};
    Rule *rule = &held.rule;
    if (!PyArg_ParseTuple(args, "ddddddi", &rule->low, &rule->high, &rule->zero, &rule->least, &rule->times,
                          &rule->through, &rule->whole))
        return NULL;
    return reader_of(&held.reader, sizeof held);
}

static PyMethodDef methods[] = {{"number_reader", number_reader, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_numbers", .m_methods = methods};

PyMODINIT_FUNC PyInit__numbers(void) { return PyModuleDef_Init(&module); }
