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

static inline uint64_t eight_at(const uint8_t *text)
{
    uint64_t word;
    memcpy(&word, text, 8);
    return word;
}

/* Up to seven bytes as a number. Plain loads, for to copy them would wait for the copy. */
static inline uint64_t few_at(const uint8_t *text, int64_t length)
{
    uint32_t start, end;
    if (length < 4)
        return length ? text[0] | (uint64_t)text[length / 2] << 8 | (uint64_t)text[length - 1] << 16 : 0;
    memcpy(&start, text, 4);
    memcpy(&end, text + length - 4, 4);
    return start | (uint64_t)end << 32;
}

static inline uint32_t hash_of(const uint8_t *text, int64_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ (uint64_t)length;
    for (int64_t at = 0; at + 8 < length; at += 8) hash = mix(hash ^ eight_at(text + at), 0xA0761D6478BD642Fu);
    /* The last eight bytes may be among those before them. */
    uint64_t last = length < 8 ? few_at(text, length) : eight_at(text + length - 8);
    hash = mix(hash ^ last, 0xE7037ED1A0B428DBu);
    return (uint32_t)(hash ^ hash >> 32);
}

static inline bool are_equal(const uint8_t *one, const uint8_t *other, int64_t length)
{
    if (length < 8) return few_at(one, length) == few_at(other, length);
    uint64_t differ = eight_at(one + length - 8) ^ eight_at(other + length - 8);
    for (int64_t at = 0; at + 8 < length && !differ; at += 8) differ = eight_at(one + at) ^ eight_at(other + at);
    return !differ;
}

/* Room for so many texts more. */
static bool grow(Pool *pool, int64_t more)
{
    int64_t count = pool->count + more;
    if (count > 1 << 30) return false;
    if (count > pool->room) {
        int64_t room = 2 * count;
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
static inline uint32_t code_of(Pool *pool, Entry text, uint32_t hash)
{
    for (uint32_t at = hash & (pool->slots - 1);; at = (at + 1) & (pool->slots - 1)) {
        Slot *slot = &pool->slot[at];
        if (!slot->code) {
            pool->entries[pool->count++] = text;
            *slot = (Slot){hash, pool->count};
            return slot->code;
        }
        const Entry *entry = &pool->entries[slot->code - 1];
        if (slot->hash == hash && entry->length == text.length &&
            are_equal(entry->text, text.text, text.length))
            return slot->code;
    }
}

/* The codes of up to 64 texts. What the search for each will need is fetched from memory for all at once, for
   to wait for it takes longer than the search. False: there is no room. */
static bool codes_of_block(Pool *pool, const Entry *texts, int count, uint32_t *codes)
{
    uint32_t hashes[BLOCK], mask;
    if (!grow(pool, count)) return false;
    mask = pool->slots - 1;
    for (int at = 0; at < count; at++) {
        hashes[at] = hash_of(texts[at].text, texts[at].length);
        __builtin_prefetch(&pool->slot[hashes[at] & mask], 1);
    }
    for (int at = 0; at < count; at++) {
        uint32_t code = pool->slot[hashes[at] & mask].code;
        if (code) __builtin_prefetch(&pool->entries[code - 1]);
    }
    for (int at = 0; at < count; at++) {
        uint32_t code = pool->slot[hashes[at] & mask].code;
        if (code) __builtin_prefetch(pool->entries[code - 1].text);
    }
    for (int at = 0; at < count; at++) codes[at] = code_of(pool, texts[at], hashes[at]);
    return true;
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

/* Whether all of 64 texts are plainly right: ASCII, none of them too long, all starting with what is no space. */
KERNEL static bool are_plain(const Texts *texts, int64_t first, uint64_t known)
{
    const uint8_t *start, *text;
    int64_t length, whole = 0;
    uint8_t seen = 0;
    for (int64_t at = 0; at < BLOCK; at++) {
        if (!text_at(texts, first + at, &text, &length)) return false;
        bool is_here = known >> at & 1;
        if (is_here && (!length || length > LONGEST || *text <= ' ')) return false;
        if (!at) start = text;
        whole += length;
    }
    for (int64_t at = 0; at < whole; at++) seen |= start[at];
    return seen < 0x80;
}

typedef struct {
    Pool *pool; /* NULL: no codes */
    int32_t *codes;
    uint8_t *marks;
    bool skip_empty;
} Writing;

/* Marks and codes of up to 64 texts. */
static int read_block(const Texts *texts, int64_t first, int count, uint64_t known, const Writing *to)
{
    Entry right[BLOCK];
    int places[BLOCK], rights = 0, found = has_gone(known, count);
    bool is_plain = count == BLOCK && are_plain(texts, first, known);
    uint8_t *marks = to->marks + first;
    for (int at = 0; at < count; at++) {
        Entry entry;
        marks[at] = GONE;
        if (!(known >> at & 1)) continue;
        if (!text_at(texts, first + at, &entry.text, &entry.length)) return -1;
        if (entry.length || !to->skip_empty)
            marks[at] = is_plain || is_right(entry.text, entry.length) ? KNOWN : WRONG;
        found |= marks[at] == GONE ? HAS_GONE : marks[at] == WRONG ? HAS_WRONG : 0;
        if (marks[at] != KNOWN) continue;
        right[rights] = entry;
        places[rights++] = at;
    }
    if (!to->codes) return found;
    uint32_t codes[BLOCK];
    if (!codes_of_block(to->pool, right, rights, codes)) return -3;
    memset(to->codes + first, 0, (size_t)count * sizeof(int32_t));
    for (int at = 0; at < rights; at++) to->codes[first + places[at]] = (int32_t)codes[at];
    return found;
}

static int read_texts(const Texts *texts, const Writing *to)
{
    int found = 0;
    int64_t length = texts->column.length;
    /* Half of them may be new: to grow by little is slow. */
    if (to->codes && !grow(to->pool, length / 2)) return -3;
    for (int64_t first = 0; found >= 0 && first < length; first += BLOCK) {
        int count = length - first < BLOCK ? (int)(length - first) : BLOCK;
        uint64_t known = bits_at(&texts->column, first, count);
        if (!to->codes && count == BLOCK && are_plain(texts, first, known)) {
            mark_block(known, to->marks + first);
            found |= has_gone(known, count);
        } else {
            int block = read_block(texts, first, count, known, to);
            found = block < 0 ? block : found | block;
        }
    }
    return found;
}

GATHER(gather_codes, int32_t)

static int read_dictionary(const Held *held, const Writing *to)
{
    Texts texts;
    if (!entries_of(held, &texts)) return -2;
    int64_t entries = texts.column.length;
    int32_t *codes_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!codes_of) return PyErr_NoMemory(), -2;
    uint8_t *marks_of = (uint8_t *)(codes_of + entries + 1);
    codes_of[entries] = 0;
    marks_of[entries] = GONE;
    Writing entry = {to->pool, to->codes ? codes_of : NULL, marks_of, to->skip_empty};
    int found = read_texts(&texts, &entry);
    if (found >= 0)
        found = gather_codes(&held->column, marks_of, codes_of, !found, (uint32_t)entries, to->marks, to->codes);
    free(codes_of);
    return found;
}

static int read_cells(const Held *held, const Writing *to)
{
    Texts texts;
    if (to->pool && PyList_Append(to->pool->kept, held->pair)) return -2;
    if (held->schema->dictionary) return read_dictionary(held, to);
    if (!texts_of(&held->column, &texts)) return -2;
    int found;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, to);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *has(int found)
{
    if (found == -3) PyErr_NoMemory();
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
        Entry entry;
        is_fine = text_at(&texts, row, &entry.text, &entry.length);
        if (is_fine) code_of(pool, entry, hash_of(entry.text, entry.length));
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
            Writing to = {pool, codes.buf, marks.buf, skip_empty};
            found = has(read_cells(&held, &to));
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
