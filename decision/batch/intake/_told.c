/* What is told beside values, written into their marks: evidence, currencies, digests, and days. */
#include "decision/batch/intake/reader.h"
#include "decision/batch/intake/words.h"

/* What is told beside a value: words, or the digest of a decision. `missing` is the mark where nothing is. */
typedef struct {
    Reader reader;
    Reading reading;
    bool is_digest;
    uint8_t missing;
} Telling;

#define DIGEST_START "sha256:"
enum { DIGEST_LENGTH = 7 + 64 };

static inline bool is_digest(const uint8_t *text, int64_t length)
{
    if (length != DIGEST_LENGTH || memcmp(text, DIGEST_START, 7)) return false;
    uint8_t others = 0;
    for (int at = 7; at < DIGEST_LENGTH; at++)
        others |= (uint8_t)(text[at] - '0') > 9 && (uint8_t)(text[at] - 'a') > 5;
    return !others;
}

/* Whether up to 64 cells hold digests. False: their offsets lead elsewhere. */
INLINE bool digests_at(const Texts *texts, int64_t first, int count, const Telling *telling,
                              uint8_t *told)
{
    uint64_t known = bits_at(&texts->column, first, count);
    const uint8_t *text;
    int64_t length;
    for (int at = 0; at < count; at++, known >>= 1) {
        told[at] = telling->missing;
        if (!(known & 1)) continue;
        if (!text_at(texts, first + at, &text, &length)) return false;
        if (length || !telling->reading.skip_empty) told[at] = is_digest(text, length) ? KNOWN : WRONG;
    }
    return true;
}

/* The marks that up to 64 cells tell of. False: their offsets lead elsewhere. */
INLINE bool told_at(const Texts *texts, int64_t first, int count, const Telling *telling,
                           uint8_t *told)
{
    int32_t numbers[BLOCK];
    uint8_t marks[BLOCK];
    if (telling->is_digest) return digests_at(texts, first, count, telling, told);
    if (look_block(&telling->reading, texts, first, count, numbers, marks) < 0) return false;
    for (int at = 0; at < count; at++) {
        uint8_t other = marks[at] == GONE ? telling->missing : WRONG;
        told[at] = marks[at] == KNOWN ? (uint8_t)numbers[at] : other;
    }
    return true;
}

/* Marks of cells, some of which are told otherwise. What is gone or wrong stays so. */
INLINE int merge(const uint8_t *restrict told, int count,
                                                       uint8_t *restrict marks)
{
    uint8_t changed = 0, wrong = 0;
    for (int at = 0; at < count; at++) {
        uint8_t old = marks[at], other = told[at];
        uint8_t taken = old == KNOWN ? 255 : 0, refused = old == GONE ? 0 : 255;
        uint8_t is_wrong = other == WRONG ? 255 : 0;
        uint8_t change = (old ^ other) & (taken | (refused & is_wrong));
        changed |= change;
        wrong |= change & is_wrong;
        marks[at] = old ^ change;
    }
    return (wrong ? HAS_WRONG : 0) | (changed ? HAS_EVIDENCE : 0);
}

INLINE int tell_block(const Column *column, int64_t first, int count, const uint8_t *told_of,
                      uint32_t entries, uint8_t *marks)
{
    uint32_t places[BLOCK];
    uint8_t told[BLOCK];
    if (!places_of(column, first, count, bits_at(column, first, count), entries, places)) return BEYOND;
    for (int at = 0; at < count; at++) told[at] = told_of[places[at]];
    return merge(told, count, marks + first);
}

INLINE int tell_small(const Column *column, int64_t first, const uint8_t *table, uint32_t entries,
                      uint8_t *marks)
{
    uint8_t places[BLOCK], told[BLOCK];
    if (!small_places(column, first, bits_at(column, first, BLOCK), (uint8_t)entries, places)) return BEYOND;
    small_look(table, places, told);
    return merge(told, BLOCK, marks + first);
}

KERNEL static int tell_entries(const Column *column, const uint8_t *told_of, uint32_t entries, uint8_t *marks)
{
    int found = 0;
    int64_t first = 0, length = column->length;
    uint8_t table[16] = {0};
    if (is_small(column, entries)) {
        memcpy(table, told_of, entries + 1);
        for (; found >= 0 && length - first >= BLOCK; first += BLOCK)
            found |= tell_small(column, first, table, entries, marks);
    }
    for (; found >= 0 && length - first >= BLOCK; first += BLOCK)
        found |= tell_block(column, first, BLOCK, told_of, entries, marks);
    if (found >= 0 && first < length)
        found |= tell_block(column, first, (int)(length - first), told_of, entries, marks);
    return found;
}

KERNEL static int tell_texts(const Texts *texts, const Telling *telling, uint8_t *marks)
{
    int found = 0;
    for (int64_t first = 0; first < texts->column.length; first += BLOCK) {
        uint8_t told[BLOCK];
        int count = rows_from(&texts->column, first);
        if (!told_at(texts, first, count, telling, told)) return BEYOND;
        found |= merge(told, count, marks + first);
    }
    return found;
}

static int tell_dictionary(const Cells *cells, const Telling *telling, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(cells, &texts)) return UNREADABLE;
    int64_t entries = texts.column.length;
    uint8_t *told_of = malloc((size_t)entries + 1);
    if (!told_of) return NO_ROOM;
    int found = 0;
    for (int64_t first = 0; first < entries; first += BLOCK)
        if (!told_at(&texts, first, rows_from(&texts.column, first), telling, told_of + first))
            found = BEYOND;
    told_of[entries] = telling->missing;
    if (found >= 0) found = tell_entries(&cells->column, told_of, (uint32_t)entries, marks);
    free(told_of);
    return found;
}

static int tell(const Reader *self, const Cells *cells, void *restrict Py_UNUSED(values),
                uint8_t *restrict marks)
{
    const Telling *telling = (const Telling *)self;
    Texts texts;
    if (cells->schema->dictionary) return tell_dictionary(cells, telling, marks);
    return texts_of(&cells->column, &texts) ? tell_texts(&texts, telling, marks) : UNREADABLE;
}

static PyObject *teller(PyObject *Py_UNUSED(self), PyObject *args)
{
    Telling telling = {.reader = {.read = tell}};
    PyObject *words;
    int skip_empty;
    if (!PyArg_ParseTuple(args, "Obp", &words, &telling.missing, &skip_empty)) return NULL;
    telling.reading.skip_empty = skip_empty;
    telling.is_digest = words == Py_None;
    if (!telling.is_digest && !(telling.reading.words = PyCapsule_GetPointer(words, WORDS))) return NULL;
    telling.reader.kept = telling.is_digest ? NULL : words;
    return reader_of(&telling.reader, sizeof telling);
}

/* Marks by when values were observed, in days from 1970 on: what is from before `oldest`, or from an unknown
   day, is gone if it can be too old (`ages`); what is from after today, or from no day of the calendar, is
   wrong. */
INLINE int age_block(const int32_t *restrict days, uint64_t known, int count, int32_t oldest, int32_t today,
                     uint8_t ages, uint8_t *restrict marks)
{
    uint8_t seen[BLOCK], all_old = 0, all_wrong = 0;
    mark_block(known, seen);
    for (int at = 0; at < count; at++) {
        uint8_t mark = marks[at], is_here = mark == GONE || mark == WRONG ? 0 : 255;
        uint8_t is_seen = seen[at] == KNOWN ? is_here : 0;
        uint8_t is_odd = days[at] > today || days[at] < 1 - EPOCH ? is_seen : 0;
        uint8_t is_fresh = days[at] >= oldest ? is_seen : 0, is_old = is_here & ages & ~(is_fresh | is_odd);
        all_old |= is_old;
        all_wrong |= is_odd;
        marks[at] = (mark & ~is_old) | (GONE & is_old) | is_odd;
    }
    return (all_old ? HAS_OLD : 0) | (all_wrong ? HAS_WRONG : 0);
}

KERNEL static int age(const Column *column, int32_t oldest, int32_t today, uint8_t ages, uint8_t *marks)
{
    const int32_t *days = (const int32_t *)column->values + column->offset;
    int found = 0;
    int64_t first = 0, length = column->length;
    for (; length - first >= BLOCK; first += BLOCK)
        found |= age_block(days + first, bits_from(column, first), BLOCK, oldest, today, ages, marks + first);
    int rest = (int)(length - first);
    if (!rest) return found;
    uint64_t known = bits_from(column, first);
    return found | age_block(days + first, known, rest, oldest, today, ages, marks + first);
}

typedef struct {
    Reader reader;
    int oldest, today;
} Observing;

static int observe(const Reader *self, const Cells *cells, void *restrict Py_UNUSED(values),
                   uint8_t *restrict marks)
{
    const Observing *days = (const Observing *)self;
    if (strcmp(cells->column.format, "tdD")) return UNREADABLE;
    return age(&cells->column, days->oldest - EPOCH, days->today - EPOCH, days->oldest ? 255 : 0, marks);
}

static PyObject *observer(PyObject *Py_UNUSED(self), PyObject *args)
{
    Observing days = {.reader = {.read = observe}};
    if (!PyArg_ParseTuple(args, "ii", &days.oldest, &days.today)) return NULL;
    if (days.oldest < 0 || days.today < 1 || days.oldest > LAST || days.today > LAST)
        return PyErr_Format(PyExc_ValueError, "a day beyond the calendar");
    return reader_of(&days.reader, sizeof days);
}

static PyMethodDef methods[] = {{"teller", teller, METH_VARARGS, NULL},
                                {"observer", observer, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_told", .m_methods = methods};

PyMODINIT_FUNC PyInit__told(void) { return PyModuleDef_Init(&module); }
