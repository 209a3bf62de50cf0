/* Cells that hold one of a few known words → the numbers that these stand for. */
#include "decision/batch/intake/reader.h"
#include "decision/batch/intake/words.h"

/* Up to so many slots a table grows so that each word is at home. */
enum { TRIES = 32, SPARSE = 1024 };

static void free_table(Words *words)
{
    if (!words) return;
    free(words->slot);
    free(words->letters);
    free(words);
}

static void free_words(PyObject *capsule) { free_table(PyCapsule_GetPointer(capsule, WORDS)); }

/* A word and its number; `used`: the letters of those before it. */
static bool word_at(PyObject *texts, PyObject *numbers, Py_ssize_t at, Words *words, uint32_t *used,
                    Word *word)
{
    char *letters;
    Py_ssize_t length;
    PyObject *text = PyList_GetItem(texts, at), *number = PyList_GetItem(numbers, at);
    long value = number ? PyLong_AsLong(number) : -1;
    if (!text || PyErr_Occurred() || PyBytes_AsStringAndSize(text, &letters, &length)) return false;
    memcpy(words->letters + *used, letters, (size_t)length);
    *word = (Word){key_of((const uint8_t *)letters, length), (int32_t)value, *used};
    *used += (uint32_t)length;
    if (words->longest < length) words->longest = length;
    return true;
}

/* Put all words into empty slots. Returns how many are not at home. */
static Py_ssize_t place(Words *words, const Word *held, Py_ssize_t count, uint64_t spread)
{
    Py_ssize_t away = 0;
    words->spread = spread;
    for (uint32_t slot = 0; slot < words->slots; slot++) words->slot[slot].key.length = -1;
    for (Py_ssize_t at = 0; at < count; at++) {
        Word *word = slot_of(words, held[at].key, words->letters + held[at].place);
        away += word != &words->slot[home_of(words, held[at].key)];
        *word = held[at];
    }
    return away;
}

/* Put all words into slots of which no more than half are taken. False: there is no room. */
static bool settle(Words *words, const Word *held, Py_ssize_t count)
{
    for (int bits = 1; bits < 32; bits++) {
        words->slots = (uint32_t)1 << bits;
        words->shift = 64 - bits;
        if (words->slots < 2 * count + 1) continue;
        Word *slot = realloc(words->slot, words->slots * sizeof(Word));
        if (!slot) return false;
        words->slot = slot;
        Py_ssize_t away = 1;
        for (uint64_t some = 1; away && some <= TRIES; some++)
            away = place(words, held, count, (2 * some + 1) * 0x9E3779B97F4A7C15u);
        if (away && words->slots < SPARSE) continue;
        words->only = count == 1 ? slot_of(words, held->key, words->letters) : NULL;
        return true;
    }
    return false;
}

static Words *new_words(PyObject *texts, PyObject *numbers, Py_ssize_t count, Py_ssize_t letters)
{
    uint32_t used = 0;
    Words *words = calloc(1, sizeof(Words));
    Word *held = malloc(((size_t)count + 1) * sizeof(Word));
    bool is_fine = words && held && (words->letters = malloc((size_t)letters + 1));
    for (Py_ssize_t at = 0; is_fine && at < count; at++)
        is_fine = word_at(texts, numbers, at, words, &used, held + at);
    is_fine = is_fine && settle(words, held, count);
    free(held);
    if (is_fine) return words;
    free_table(words);
    if (!PyErr_Occurred()) PyErr_NoMemory();
    return NULL;
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
    if (count >= 1 << 24 || letters >= UINT32_MAX) return PyErr_Format(PyExc_ValueError, "too many words");
    Words *words = new_words(texts, numbers, count, letters);
    PyObject *capsule = words ? PyCapsule_New(words, WORDS, free_words) : NULL;
    if (words && !capsule) free_table(words);
    return capsule;
}

/* Plain texts, or the entries of a dictionary. BEYOND: offsets lead elsewhere. */
KERNEL static int read_texts(const Texts *texts, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    int found = 0;
    for (int64_t first = 0; found >= 0 && first < texts->column.length; first += BLOCK) {
        int block = look_block(reading, texts, first, rows_from(&texts->column, first), numbers + first,
                               marks + first);
        found = block < 0 ? block : found | block;
    }
    return found;
}

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

static int read_dictionary(const Cells *cells, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(cells, &texts)) return UNREADABLE;
    int64_t entries = texts.column.length;
    int32_t *numbers_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!numbers_of) return NO_ROOM;
    uint8_t *marks_of = (uint8_t *)(numbers_of + entries + 1);
    numbers_of[entries] = reading->unknown;
    marks_of[entries] = GONE;
    int found = read_texts(&texts, reading, numbers_of, marks_of);
    if (found >= 0)
        found = gather_numbers(&cells->column, marks_of, numbers_of, !found, (uint32_t)entries, marks,
                               numbers);
    free(numbers_of);
    return found;
}

typedef struct {
    Reader reader;
    Reading reading;
} WordReader;

static int read_words(const Reader *self, const Cells *cells, void *restrict numbers, uint8_t *restrict marks)
{
    const Reading *reading = &((const WordReader *)self)->reading;
    const char *format = cells->column.format;
    Texts texts;
    if (cells->schema->dictionary) return read_dictionary(cells, reading, numbers, marks);
    if (strlen(format) == 1 && strchr("cCsSiIlL", format[0]))
        return read_whole(&cells->column, reading, numbers, marks);
    return texts_of(&cells->column, &texts) ? read_texts(&texts, reading, numbers, marks) : UNREADABLE;
}

static PyObject *word_reader(PyObject *Py_UNUSED(self), PyObject *args)
{
    WordReader held = {.reader = {.read = read_words, .width = sizeof(int32_t)}};
    Reading *reading = &held.reading;
    int skip_empty;
    if (!PyArg_ParseTuple(args, "Oip", &held.reader.kept, &reading->unknown, &skip_empty)) return NULL;
    reading->skip_empty = skip_empty;
    reading->words = PyCapsule_GetPointer(held.reader.kept, WORDS);
    return reading->words ? reader_of(&held.reader, sizeof held) : NULL;
}

static PyMethodDef methods[] = {{"words_of", words_of, METH_VARARGS, NULL},
                                {"word_reader", word_reader, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_words", .m_methods = methods};

PyMODINIT_FUNC PyInit__words(void) { return PyModuleDef_Init(&module); }
