/* What reads a column in C: made by the module that knows how, called by the one that reads. */
#ifndef ASSIZE_READER_H
#define ASSIZE_READER_H

#include "decision/batch/intake/cells.h"
#include <stdlib.h>

#define READER "assize.reader" /* the name of capsules that hold one */

/* `read` needs no GIL. It writes a value of `width` bytes and a mark for each cell, or, where the width is 0,
   marks only; it may then change marks that others have written. Values of lists are their lengths. Returns
   what there is, or an error. */
typedef struct Reader {
    int (*read)(const struct Reader *, const Cells *, void *restrict values, uint8_t *restrict marks);
    int width;
    bool is_list;
    PyObject *kept; /* what it reads with; NULL: nothing */
} Reader;

static inline void free_reader(PyObject *capsule)
{
    Reader *reader = PyCapsule_GetPointer(capsule, READER);
    Py_XDECREF(reader->kept);
    free(reader);
}

/* A capsule with a copy of a reader, which is `size` bytes long with all that it has of its own. */
static inline PyObject *reader_of(const Reader *reader, size_t size)
{
    Reader *held = malloc(size);
    if (!held) return PyErr_NoMemory();
    memcpy(held, reader, size);
    PyObject *capsule = PyCapsule_New(held, READER, free_reader);
    if (capsule)
        Py_XINCREF(held->kept);
    else
        free(held);
    return capsule;
}

#endif
