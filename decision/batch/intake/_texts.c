/* Free texts: which are right, and codes by which equal ones are told in all columns of a chunk. */
#include "decision/batch/intake/texts.h"
#include <stdlib.h>

#define NAME "assize.pool"
enum { LONGEST = 10000 }; /* characters */

typedef struct {
    const uint8_t *text;
    int64_t length;
} Entry;

typedef struct {
    uint32_t hash, code; /* code 0: no text */
} Slot;

/* Open addressing, at most half full. Texts are not copied: `kept` holds their memory. */
typedef struct {
    uint32_t slots, count, room;
    Slot *slot;
    Entry *entries; /* of code 1 on */
    PyObject *kept;
} Pool;

static void free_pool(PyObject *capsule)
{
    Pool *pool = PyCapsule_GetPointer(capsule, NAME);
    free(pool->slot);
    free(pool->entries);
    Py_XDECREF(pool->kept);
    free(pool);
}

static inline uint64_t mix(uint64_t one, uint64_t other)
{
    __uint128_t product = (__uint128_t)one * other;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint32_t hash_of(const uint8_t *text, int64_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ (uint64_t)length, word;
    int64_t at = 0;
    for (; at + 8 <= length; at += 8) {
        memcpy(&word, text + at, 8);
        hash = mix(hash ^ word, 0xA0761D6478BD642Fu);
    }
    word = 0;
    memcpy(&word, text + at, (size_t)(length - at));
    hash = mix(hash ^ word, 0xE7037ED1A0B428DBu);
    return (uint32_t)(hash ^ hash >> 32);
}

/* Room for so many texts more. */
static bool grow(Pool *pool, int64_t more)
{
    int64_t count = pool->count + more;
    if (count > 1 << 30) return false;
    if (count > pool->room) {
        int64_t room = count + count / 2;
        Entry *entries = realloc(pool->entries, (size_t)room * sizeof(Entry));
        if (!entries) return false;
        pool->entries = entries;
        pool->room = (uint32_t)room;
    }
    uint32_t slots = pool->slots ? pool->slots : 256;
    while (slots < 2 * count) slots *= 2;
    if (slots == pool->slots) return true;
    Slot *slot = calloc(slots, sizeof(Slot));
    if (!slot) return false;
    for (uint32_t at = 0; at < pool->slots; at++) {
        if (!pool->slot[at].code) continue;
        uint32_t to = pool->slot[at].hash & (slots - 1);
        while (slot[to].code) to = (to + 1) & (slots - 1);
        slot[to] = pool->slot[at];
    }
    free(pool->slot);
    pool->slot = slot;
    pool->slots = slots;
    return true;
}

/* The code of a text; there is room for it. */
static inline uint32_t code_of(Pool *pool, const uint8_t *text, int64_t length, uint32_t hash)
{
    for (uint32_t at = hash & (pool->slots - 1);; at = (at + 1) & (pool->slots - 1)) {
        Slot *slot = &pool->slot[at];
        if (!slot->code) {
            pool->entries[pool->count++] = (Entry){text, length};
            *slot = (Slot){hash, pool->count};
            return slot->code;
        }
        const Entry *entry = &pool->entries[slot->code - 1];
        if (slot->hash == hash && entry->length == length && !memcmp(entry->text, text, (size_t)length))
            return slot->code;
    }
}

/* The character that some UTF-8 starts with, and its bytes; 0: it is none. `rest` bytes are there. */
static inline int character(const uint8_t *text, int64_t rest, uint32_t *found)
{
    uint8_t first = text[0];
    int bytes = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (!bytes || bytes > rest) return 0;
    uint32_t code = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (int at = 1; at < bytes; at++) {
        if ((text[at] & 0xC0) != 0x80) return 0;
        code = code << 6 | (text[at] & 0x3F);
    }
    bool is_short = (bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10FFFF));
    *found = code;
    return is_short || (code >= 0xD800 && code < 0xE000) ? 0 : bytes;
}

/* All that `str.strip` takes away. */
static inline bool is_space(uint32_t code)
{
    if (code < 0x80) return code == ' ' || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static bool is_right_slowly(const uint8_t *text, int64_t length)
{
    int64_t characters = 0, spaces = 0;
    for (int64_t at = 0; at < length; characters++) {
        uint32_t code;
        int bytes = character(text + at, length - at, &code);
        if (!bytes) return false;
        spaces += is_space(code);
        at += bytes;
    }
    return spaces < characters && characters <= LONGEST;
}

/* Whether a text is Unicode, not too long, and not only spaces. */
static inline bool is_right(const uint8_t *text, int64_t length)
{
    const uint64_t high = 0x8080808080808080u;
    uint64_t seen = 0, word;
    int64_t at = 0;
    if (!length || length > LONGEST || text[0] <= ' ') return is_right_slowly(text, length);
    for (; at + 8 <= length; at += 8) {
        memcpy(&word, text + at, 8);
        seen |= word;
    }
    for (; at < length; at++) seen |= text[at];
    return !(seen & high) || is_right_slowly(text, length);
}

/* Marks of texts, and codes of those that are right where a pool is given. -1: offsets lead elsewhere. */
static int read_texts(const Texts *texts, bool skip_empty, Pool *pool, int32_t *codes, uint8_t *marks)
{
    int found = 0;
    for (int64_t row = 0; row < texts->column.length; row++) {
        const uint8_t *text;
        int64_t length;
        if (codes) codes[row] = 0;
        marks[row] = GONE;
        if (bits_at(&texts->column, row, 1)) {
            if (!text_at(texts, row, &text, &length)) return -1;
            if (length || !skip_empty) marks[row] = is_right(text, length) ? KNOWN : WRONG;
            if (codes && marks[row] == KNOWN) codes[row] = (int32_t)code_of(pool, text, length, hash_of(text, length));
        }
        found |= marks[row] == GONE ? HAS_GONE : marks[row] == WRONG ? HAS_WRONG : 0;
    }
    return found;
}

GATHER(gather_codes, int32_t)

static int read_dictionary(const Held *held, bool skip_empty, Pool *pool, int32_t *codes, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(held, &texts)) return -2;
    int64_t entries = texts.column.length;
    if (pool && !grow(pool, entries)) return PyErr_NoMemory(), -2;
    int32_t *codes_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!codes_of) return PyErr_NoMemory(), -2;
    uint8_t *marks_of = (uint8_t *)(codes_of + entries + 1);
    codes_of[entries] = 0;
    marks_of[entries] = GONE;
    int found = read_texts(&texts, skip_empty, pool, codes ? codes_of : NULL, marks_of);
    if (found >= 0)
        found = gather_codes(&held->column, marks_of, codes_of, !found, (uint32_t)entries, marks, codes);
    free(codes_of);
    return found;
}

static int read_cells(const Held *held, bool skip_empty, Pool *pool, int32_t *codes, uint8_t *marks)
{
    Texts texts;
    if (pool && PyList_Append(pool->kept, held->pair)) return -2;
    if (held->schema->dictionary) return read_dictionary(held, skip_empty, pool, codes, marks);
    if (!texts_of(&held->column, &texts)) return -2;
    if (pool && !grow(pool, held->column.length)) return PyErr_NoMemory(), -2;
    int found;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, skip_empty, pool, codes, marks);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *has(int found)
{
    if (found == -1) PyErr_SetString(PyExc_ValueError, "an offset or index leads beyond its buffer");
    return found < 0 ? NULL : PyLong_FromLong(found);
}

static PyObject *pool_of(PyObject *Py_UNUSED(self), PyObject *symbols)
{
    Held held;
    Texts texts;
    Pool *pool = calloc(1, sizeof(Pool));
    if (!pool) return PyErr_NoMemory();
    PyObject *capsule = PyCapsule_New(pool, NAME, free_pool);
    if (!capsule || !(pool->kept = PyList_New(0)) || !hold(symbols, &held)) {
        Py_XDECREF(capsule);
        return NULL;
    }
    bool is_fine = texts_of(&held.column, &texts) && !PyList_Append(pool->kept, held.pair);
    if (is_fine && !(is_fine = grow(pool, held.column.length))) PyErr_NoMemory();
    for (int64_t row = 0; is_fine && row < held.column.length; row++) {
        const uint8_t *text;
        int64_t length;
        is_fine = text_at(&texts, row, &text, &length);
        if (is_fine) code_of(pool, text, length, hash_of(text, length));
    }
    drop(&held);
    if (is_fine) return capsule;
    Py_DECREF(capsule);
    return NULL;
}

static PyObject *texts(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *told, *found = NULL;
    Held held;
    Py_buffer codes = {0}, marks;
    Pool *pool = NULL;
    int skip_empty;
    if (!PyArg_ParseTuple(args, "OOOOp", &array, &capsule, &out, &told, &skip_empty)) return NULL;
    if (capsule != Py_None && !(pool = PyCapsule_GetPointer(capsule, NAME))) return NULL;
    if (!hold(array, &held)) return NULL;
    if (!pool || writable(out, &codes, sizeof(int32_t), held.column.length)) {
        if (writable(told, &marks, 1, held.column.length)) {
            found = has(read_cells(&held, skip_empty, pool, codes.buf, marks.buf));
            PyBuffer_Release(&marks);
        }
        if (pool) PyBuffer_Release(&codes);
    }
    drop(&held);
    return found;
}

static PyMethodDef methods[] = {{"pool_of", pool_of, METH_O, NULL},
                                {"texts", texts, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_texts", .m_methods = methods};

PyMODINIT_FUNC PyInit__texts(void) { return PyModuleDef_Init(&module); }
