/* Flat arrays as the modules in C take them: their items, how many there are, and of which kind. */
#ifndef ASSIZE_VECTORS_H
#define ASSIZE_VECTORS_H

#include "rules/native.h"

#include <string.h>

typedef struct {
    Py_buffer held;
    char *items;
    Py_ssize_t count;
    Py_ssize_t size; /* of an item in bytes */
    char kind;       /* as the format of a buffer says it */
} Vector;

/* How far it is from an item to the next of `count`: nowhere in an array that holds one item for all. */
static inline Py_ssize_t stride_of(const Vector *vector, Py_ssize_t count)
{
    return vector->count == 1 && count != 1 ? 0 : 1;
}

static inline int fits(const Vector *vector, Py_ssize_t count)
{
    return vector->count == count || vector->count == 1;
}

static inline const char *kinds_of(char wanted)
{
    switch (wanted) {
    case 'B': return "B?";
    case 'd': return "d";
    case 'i': return "i";
    case 'l': return "lq";
    case 'p': return "ilq";
    default: return "?BbHhIiLlQqfd";
    }
}

static inline int take_vector(PyObject *array, char wanted, int written, Vector *out)
{
    int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (written ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(array, &out->held, flags) < 0)
        return -1;
    const char *format = out->held.format ? out->held.format : "B";
    out->items = out->held.buf;
    out->size = out->held.itemsize;
    out->count = out->held.len / out->size;
    out->kind = format[0];
    const char *kinds = kinds_of(wanted);
    int is_right = format[0] != '\0' && format[1] == '\0' && strchr(kinds, format[0]) != NULL;
    if (is_right)
        return 0;
    PyErr_Format(PyExc_ValueError, "an array of kind %s where one of %s is wanted", format, kinds);
    PyBuffer_Release(&out->held);
    return -1;
}

static inline void release_vectors(Vector *vectors, Py_ssize_t count)
{
    for (Py_ssize_t place = 0; place < count; place++)
        PyBuffer_Release(&vectors[place].held);
}

/* The arguments of a function, by a letter each: i int32, l int64, p one of both, d float64, B uint8 or bool,
   v anything plain; = before a letter: it is written to. Raises ValueError, BufferError, TypeError. */
static inline int take_vectors(PyObject *const *arguments, Py_ssize_t given, const char *letters, Vector *out)
{
    Py_ssize_t taken = 0;
    for (const char *letter = letters; *letter; letter++, taken++) {
        int written = *letter == '=';
        letter += written;
        if (taken == given || take_vector(arguments[taken], *letter, written, &out[taken]) < 0) {
            if (taken == given)
                PyErr_SetString(PyExc_TypeError, "too few arguments");
            release_vectors(out, taken);
            return -1;
        }
    }
    if (taken == given)
        return 0;
    PyErr_SetString(PyExc_TypeError, "too many arguments");
    release_vectors(out, taken);
    return -1;
}

static inline PyObject *wrong_vectors(Vector *vectors, Py_ssize_t count)
{
    release_vectors(vectors, count);
    PyErr_SetString(PyExc_ValueError, "arrays do not fit together");
    return NULL;
}

#endif
