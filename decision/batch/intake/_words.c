/* Cells that hold one of a few known words → the numbers that these stand for. */
#include "decision/batch/intake/texts.h"
#include <stdlib.h>

#define NAME "assize.words"

/* Texts of up to 16 bytes are told by these, others by them and the rest. */
typedef struct {
    uint64_t start, next;
    int64_t length; /* -1: no word */
} Key;

typedef struct {
    Key key;
    int32_t number;
    uint32_t place; /* of its letters */
} Word;

/* Open addressing; the number of slots is a power of two. */
typedef struct {
    uint32_t slots;
    uint8_t *letters;
    Word words[];
} Words;

/* `end`: where the memory ends that the text lies in. Words of several lengths take turns, so that to branch on
   their lengths would be slow. */
static inline Key key_of(const uint8_t *text, int64_t length, const uint8_t *end)
{
    static const uint64_t masks[] = {0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff,
                                     0xffffffffffffff, ~(uint64_t)0};
    uint64_t both[2] = {0};
    if (end - text >= 16)
        memcpy(both, text, 16);
    else
        memcpy(both, text, (size_t)(length < 16 ? length : 16));
    int64_t first = length < 8 ? length : 8, second = length < 16 ? length - first : 8;
    return (Key){both[0] & masks[first], both[1] & masks[second], length};
}

static inline uint64_t hash_of(Key key)
{
    uint64_t hash = (key.start ^ (uint64_t)key.length) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 32 ^ key.next) * 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 32;
}

/* The slot of a word, or the empty one where it would be. */
static inline const Word *slot_of(const Words *words, Key key, const uint8_t *text)
{
    for (uint64_t slot = hash_of(key);; slot++) {
        const Word *word = &words->words[slot & (words->slots - 1)];
        if (word->key.length < 0) return word;
        bool differs = (word->key.start ^ key.start) | (word->key.next ^ key.next) |
                       (uint64_t)(word->key.length ^ key.length);
        if (!differs && (key.length <= 16 || !memcmp(words->letters + word->place, text, (size_t)key.length)))
            return word;
    }
}

static void free_words(PyObject *capsule)
{
    Words *words = PyCapsule_GetPointer(capsule, NAME);
    free(words->letters);
    free(words);
}

static bool put(Words *words, PyObject *text, PyObject *number, uint32_t *used)
{
    char *letters;
    Py_ssize_t length;
    long value = number ? PyLong_AsLong(number) : -1;
    if (!text || PyErr_Occurred() || PyBytes_AsStringAndSize(text, &letters, &length)) return false;
    const uint8_t *start = (const uint8_t *)letters;
    Key key = key_of(start, length, start + length);
    Word *word = (Word *)slot_of(words, key, start);
    memcpy(words->letters + *used, letters, (size_t)length);
    *word = (Word){key, (int32_t)value, *used};
    *used += (uint32_t)length;
    return true;
}

static Words *new_words(Py_ssize_t count, Py_ssize_t letters)
{
    uint32_t slots = 2;
    while (slots < 2 * count + 1) slots *= 2;
    Words *words = malloc(sizeof(Words) + slots * sizeof(Word));
    uint8_t *room = malloc((size_t)letters + 1);
    if (!words || !room) {
        free(words);
        free(room);
        PyErr_NoMemory();
        return NULL;
    }
    words->slots = slots;
    words->letters = room;
    for (uint32_t slot = 0; slot < slots; slot++) words->words[slot].key.length = -1;
    return words;
}

static PyObject *words_of(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *texts, *numbers;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &texts, &PyList_Type, &numbers)) return NULL;
    Py_ssize_t count = PyList_Size(texts), letters = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *text = PyList_GetItem(texts, at);
        if (!PyBytes_Check(text)) return PyErr_Format(PyExc_TypeError, "words are bytes");
        letters += PyBytes_Size(text);
    }
    Words *words = count < 1 << 24 && letters < UINT32_MAX ? new_words(count, letters) : NULL;
    if (!words) return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "too many words");
    PyObject *capsule = PyCapsule_New(words, NAME, free_words);
    uint32_t used = 0;
    for (Py_ssize_t at = 0; capsule && at < count; at++)
        if (!put(words, PyList_GetItem(texts, at), PyList_GetItem(numbers, at), &used)) {
            Py_DECREF(capsule);
            return NULL;
        }
    return capsule;
}

/* How cells are read: `unknown` is the number of those without a word; `skip_empty`: an empty text is null. */
typedef struct {
    const Words *words;
    int32_t unknown;
    bool skip_empty;
} Reading;

static inline uint8_t look(const Reading *reading, Key key, const uint8_t *text, int32_t *number)
{
    *number = reading->unknown;
    if (!key.length && reading->skip_empty) return GONE;
    const Word *word = slot_of(reading->words, key, text);
    if (word->key.length < 0) return WRONG;
    *number = word->number;
    return KNOWN;
}

static inline int has_mark(uint8_t mark) { return mark == GONE ? HAS_GONE : mark == WRONG ? HAS_WRONG : 0; }

/* Plain texts, or the entries of a dictionary. -1: offsets lead elsewhere. */
static int read_texts(const Texts *texts, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    int found = 0;
    const uint8_t *end = (const uint8_t *)texts->column.letters + texts->last;
    uint64_t known = 0;
    for (int64_t row = 0; row < texts->column.length; row++, known >>= 1) {
        const uint8_t *text;
        int64_t length;
        if (row % BLOCK == 0) known = bits_from(&texts->column, row);
        numbers[row] = reading->unknown;
        marks[row] = GONE;
        if (known & 1) {
            if (!text_at(texts, row, &text, &length)) return -1;
            marks[row] = look(reading, key_of(text, length, end), text, &numbers[row]);
        }
        found |= has_mark(marks[row]);
    }
    return found;
}

GATHER(gather_numbers, int32_t)

/* Whole numbers: their words are their eight bytes. */
#define WIDER(type)                                                                                        \
    for (int64_t row = 0; row < column->length; row++, known >>= 1) {                                      \
        int64_t value = (int64_t)((const type *)column->values)[column->offset + row];                     \
        if (row % BLOCK == 0) known = bits_from(column, row);                                              \
        numbers[row] = reading->unknown;                                                                   \
        marks[row] = known & 1 ? look(reading, (Key){(uint64_t)value, 0, 8}, NULL, &numbers[row]) : GONE;  \
        found |= has_mark(marks[row]);                                                                     \
    }                                                                                                      \
    return found;

static int read_whole(const Column *column, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    int found = 0;
    uint64_t known = 0;
    switch (column->format[0]) {
    case 'c': WIDER(int8_t)
    case 'C': WIDER(uint8_t)
    case 's': WIDER(int16_t)
    case 'S': WIDER(uint16_t)
    case 'i': WIDER(int32_t)
    case 'I': WIDER(uint32_t)
    case 'l': WIDER(int64_t)
    default: WIDER(uint64_t)
    }
}

static int read_dictionary(const Held *held, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(held, &texts)) return -2;
    int64_t entries = texts.column.length;
    int32_t *numbers_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!numbers_of) return PyErr_NoMemory(), -2;
    uint8_t *marks_of = (uint8_t *)(numbers_of + entries + 1);
    numbers_of[entries] = reading->unknown;
    marks_of[entries] = GONE;
    int found;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, reading, numbers_of, marks_of);
    if (found >= 0)
        found = gather_numbers(&held->column, marks_of, numbers_of, !found, (uint32_t)entries, marks, numbers);
    Py_END_ALLOW_THREADS
    free(numbers_of);
    return found;
}

static int read_cells(const Held *held, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    Texts texts;
    int found;
    if (held->schema->dictionary) return read_dictionary(held, reading, numbers, marks);
    if (strlen(held->column.format) == 1 && strchr("cCsSiIlL", held->column.format[0]))
        return read_whole(&held->column, reading, numbers, marks);
    if (!texts_of(&held->column, &texts)) return -2;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, reading, numbers, marks);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *has(int found)
{
    if (found == -1) PyErr_SetString(PyExc_ValueError, "an offset or index leads beyond its buffer");
    return found < 0 ? NULL : PyLong_FromLong(found);
}

static PyObject *codes(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *told, *found = NULL;
    Held held;
    Py_buffer numbers, marks;
    Reading reading;
    int skip_empty;
    if (!PyArg_ParseTuple(args, "OOOOip", &array, &capsule, &out, &told, &reading.unknown, &skip_empty)) return NULL;
    reading.skip_empty = skip_empty;
    reading.words = PyCapsule_GetPointer(capsule, NAME);
    if (!reading.words || !hold(array, &held)) return NULL;
    if (writable(out, &numbers, sizeof(int32_t), held.column.length)) {
        if (writable(told, &marks, 1, held.column.length)) {
            found = has(read_cells(&held, &reading, numbers.buf, marks.buf));
            PyBuffer_Release(&marks);
        }
        PyBuffer_Release(&numbers);
    }
    drop(&held);
    return found;
}

/* What is told beside a value: words, or the digest of a decision. `missing` is the mark where nothing is. */
typedef struct {
    Reading reading;
    bool is_digest;
    uint8_t missing;
} Telling;

#define DIGEST_START "sha256:"
enum { DIGEST_LENGTH = 7 + 64 };

static inline bool is_digest(const uint8_t *text, int64_t length)
{
    if (length != DIGEST_LENGTH || memcmp(text, DIGEST_START, 7)) return false;
    int digits = 0;
    for (int at = 7; at < DIGEST_LENGTH; at++)
        digits += (uint8_t)(text[at] - '0') < 10 || (uint8_t)(text[at] - 'a') < 6;
    return digits == 64;
}

/* The mark that a text tells of. */
static inline uint8_t told_by(const Telling *telling, const uint8_t *text, int64_t length, const uint8_t *end)
{
    int32_t number;
    if (!length && telling->reading.skip_empty) return telling->missing;
    if (telling->is_digest) return is_digest(text, length) ? KNOWN : WRONG;
    return look(&telling->reading, key_of(text, length, end), text, &number) == KNOWN ? (uint8_t)number : WRONG;
}

/* The marks that up to 64 cells tell of. False: their offsets lead elsewhere. */
static inline bool told_at(const Texts *texts, int64_t first, int count, const Telling *telling, uint8_t *told)
{
    const uint8_t *end = (const uint8_t *)texts->column.letters + texts->last, *text;
    uint64_t known = bits_at(&texts->column, first, count);
    int64_t length;
    for (int at = 0; at < count; at++, known >>= 1) {
        told[at] = telling->missing;
        if (!(known & 1)) continue;
        if (!text_at(texts, first + at, &text, &length)) return false;
        told[at] = told_by(telling, text, length, end);
    }
    return true;
}

/* Marks of cells, some of which are told otherwise. Nothing is told of what is gone, and wrong stays wrong. */
static inline __attribute__((always_inline)) int merge(const uint8_t *restrict told, int count,
                                                       uint8_t *restrict marks)
{
    uint8_t changed = 0, wrong = 0;
    for (int at = 0; at < count; at++) {
        uint8_t old = marks[at], other = told[at];
        uint8_t taken = old == KNOWN ? 255 : 0, refused = old == GONE ? 0 : 255, is_wrong = other == WRONG ? 255 : 0;
        uint8_t change = (old ^ other) & (taken | (refused & is_wrong));
        changed |= change;
        wrong |= change & is_wrong;
        marks[at] = old ^ change;
    }
    return (wrong ? HAS_WRONG : 0) | (changed ? HAS_EVIDENCE : 0);
}

static inline __attribute__((always_inline)) int tell_block(const Column *column, int64_t first, int count,
                                                            const uint8_t *told_of, uint32_t entries, uint8_t *marks)
{
    uint32_t places[BLOCK];
    uint8_t told[BLOCK];
    if (!places_of(column, first, count, bits_at(column, first, count), entries, places)) return -1;
    for (int at = 0; at < count; at++) told[at] = told_of[places[at]];
    return merge(told, count, marks + first);
}

KERNEL static int tell_entries(const Column *column, const uint8_t *told_of, uint32_t entries, uint8_t *marks)
{
    int found = 0;
    int64_t first = 0, length = column->length;
    for (; found >= 0 && length - first >= BLOCK; first += BLOCK)
        found |= tell_block(column, first, BLOCK, told_of, entries, marks);
    if (found >= 0 && first < length)
        found |= tell_block(column, first, (int)(length - first), told_of, entries, marks);
    return found;
}

static int tell_texts(const Texts *texts, const Telling *telling, uint8_t *marks)
{
    int found = 0;
    for (int64_t first = 0; first < texts->column.length; first += BLOCK) {
        uint8_t told[BLOCK];
        int count = rows_from(&texts->column, first);
        if (!told_at(texts, first, count, telling, told)) return -1;
        found |= merge(told, count, marks + first);
    }
    return found;
}

static int tell_dictionary(const Held *held, const Telling *telling, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(held, &texts)) return -2;
    int64_t entries = texts.column.length;
    uint8_t *told_of = malloc((size_t)entries + 1);
    if (!told_of) return PyErr_NoMemory(), -2;
    int found = 0;
    Py_BEGIN_ALLOW_THREADS
    for (int64_t first = 0; first < entries; first += BLOCK)
        if (!told_at(&texts, first, rows_from(&texts.column, first), telling, told_of + first)) found = -1;
    told_of[entries] = telling->missing;
    if (found >= 0) found = tell_entries(&held->column, told_of, (uint32_t)entries, marks);
    Py_END_ALLOW_THREADS
    free(told_of);
    return found;
}

static int tell_cells(const Held *held, const Telling *telling, uint8_t *marks)
{
    Texts texts;
    int found;
    if (held->schema->dictionary) return tell_dictionary(held, telling, marks);
    if (!texts_of(&held->column, &texts)) return -2;
    Py_BEGIN_ALLOW_THREADS
    found = tell_texts(&texts, telling, marks);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *tell(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *found = NULL;
    Held held;
    Py_buffer marks;
    Telling telling = {0};
    int skip_empty;
    if (!PyArg_ParseTuple(args, "OOObp", &array, &capsule, &out, &telling.missing, &skip_empty)) return NULL;
    telling.is_digest = capsule == Py_None;
    telling.reading.skip_empty = skip_empty;
    if (!telling.is_digest && !(telling.reading.words = PyCapsule_GetPointer(capsule, NAME))) return NULL;
    if (!hold(array, &held)) return NULL;
    if (writable(out, &marks, 1, held.column.length)) {
        found = has(tell_cells(&held, &telling, marks.buf));
        PyBuffer_Release(&marks);
    }
    drop(&held);
    return found;
}

static PyMethodDef methods[] = {{"words_of", words_of, METH_VARARGS, NULL},
                                {"codes", codes, METH_VARARGS, NULL},
                                {"tell", tell, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_words", .m_methods = methods};

PyMODINIT_FUNC PyInit__words(void) { return PyModuleDef_Init(&module); }
