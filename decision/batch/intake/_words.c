/* Cells that hold one of a few known words → the numbers that these stand for. */
#include "decision/batch/intake/texts.h"
#include "decision/batch/intake/words.h"
#include <stdlib.h>

static void free_words(PyObject *capsule)
{
    Words *words = PyCapsule_GetPointer(capsule, WORDS);
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
    PyObject *capsule = PyCapsule_New(words, WORDS, free_words);
    uint32_t used = 0;
    for (Py_ssize_t at = 0; capsule && at < count; at++)
        if (!put(words, PyList_GetItem(texts, at), PyList_GetItem(numbers, at), &used)) {
            Py_DECREF(capsule);
            return NULL;
        }
    return capsule;
}

/* Plain texts, or the entries of a dictionary. BEYOND: offsets lead elsewhere. */
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
            if (!text_at(texts, row, &text, &length)) return BEYOND;
            marks[row] = look(reading, key_of(text, length, end), text, &numbers[row]);
        }
        found |= has_mark(marks[row]);
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

static int read_dictionary(const Held *held, const Reading *reading, int32_t *numbers, uint8_t *marks)
{
    Texts texts;
    if (!entries_of(held, &texts)) return RAISED;
    int64_t entries = texts.column.length;
    int32_t *numbers_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!numbers_of) return NO_ROOM;
    uint8_t *marks_of = (uint8_t *)(numbers_of + entries + 1);
    numbers_of[entries] = reading->unknown;
    marks_of[entries] = GONE;
    int found;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, reading, numbers_of, marks_of);
    if (found >= 0)
        found = gather_numbers(&held->column, marks_of, numbers_of, !found, (uint32_t)entries, marks,
                               numbers);
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
    if (!texts_of(&held->column, &texts)) return RAISED;
    Py_BEGIN_ALLOW_THREADS
    found = read_texts(&texts, reading, numbers, marks);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *codes(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *told, *found = NULL;
    Held held;
    Py_buffer numbers, marks;
    Reading reading;
    int skip_empty;
    if (!PyArg_ParseTuple(args, "OOOOip", &array, &capsule, &out, &told, &reading.unknown, &skip_empty))
        return NULL;
    reading.skip_empty = skip_empty;
    reading.words = PyCapsule_GetPointer(capsule, WORDS);
    if (!reading.words || !hold(array, &held)) return NULL;
    if (writable(out, &numbers, sizeof(int32_t), held.column.length)) {
        if (writable(told, &marks, 1, held.column.length)) {
            found = result(read_cells(&held, &reading, numbers.buf, marks.buf));
            PyBuffer_Release(&marks);
        }
        PyBuffer_Release(&numbers);
    }
    drop(&held);
    return found;
}

static PyMethodDef methods[] = {{"words_of", words_of, METH_VARARGS, NULL},
                                {"codes", codes, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_words", .m_methods = methods};

PyMODINIT_FUNC PyInit__words(void) { return PyModuleDef_Init(&module); }
