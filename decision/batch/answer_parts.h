/* One column of answers: what it is made of, what was made of it, and how Arrow is told. */
#ifndef ASSIZE_DECISION_ANSWER_PARTS_H
#define ASSIZE_DECISION_ANSWER_PARTS_H

#include "decision/batch/c_data.h"
#include "decision/batch/columns.h"
#include "decision/batch/patterns.h"
#include <stdlib.h>

enum { MADE = 2, MOST_BITS = 64 };

typedef enum { GIVEN, DAYS, NUMBERS, WORDS, MEMBERS, SETS } Kind;

typedef struct {
    Kind kind;
    Column cells, *members;     /* what it is made of; `members` are columns of their own */
    Py_ssize_t count, words;    /* how many members, how many words in the dictionary */
    Py_ssize_t listed;          /* how many of the words, the first ones, the members tell of */
    Py_buffer word_ends, texts; /* the dictionary */
    void *made[MADE];           /* memory to be freed with the column */
    const void *buffers[2], *item_buffers[2], *word_buffers[3];
    Py_ssize_t nulls, items;
    ArrowArray item, dictionary, *item_child;
} Part;

static int open_dictionary(PyObject *pair, Part *part)
{
    PyObject *ends, *texts;
    if (!PyArg_ParseTuple(pair, "OO", &ends, &texts)) return -1;
    if (PyObject_GetBuffer(ends, &part->word_ends, PyBUF_SIMPLE) < 0) return -1;
    if (PyObject_GetBuffer(texts, &part->texts, PyBUF_SIMPLE) < 0) return -1;
    part->words = part->word_ends.len / (Py_ssize_t)sizeof(int32_t) - 1;
    if (part->words >= 0 && part->words <= INT16_MAX) return 0;
    PyErr_SetString(PyExc_ValueError, "a dictionary has a word for each int16 at most, and ends of int32");
    return -1;
}

/* Arrow's offsets must tell every word of every row. */
static int check_lists(const Part *part, Py_ssize_t rows)
{
    if (part->kind == SETS && part->words > MOST_BITS) {
        PyErr_SetString(PyExc_ValueError, "a mask has 64 words at most");
    } else if (part->kind != WORDS && part->words && rows > INT32_MAX / part->words) {
        PyErr_SetString(PyExc_ValueError, "too many rows and words for one batch of lists");
    } else {
        return 0;
    }
    return -1;
}

static int open_members(PyObject *columns, Py_ssize_t rows, Part *part)
{
    Py_ssize_t count = PyTuple_Size(columns);
    if (count < 0) return -1;
    if (part->listed < 0 || part->listed > part->words || count != groups_of(part->listed)) {
        PyErr_SetString(PyExc_ValueError, "a column is needed for each eight of the words that are listed");
        return -1;
    }
    part->members = calloc((size_t)count + 1, sizeof *part->members);
    if (!part->members) {
        PyErr_NoMemory();
        return -1;
    }
    for (; part->count < count; part->count++)
        if (open_column(PyTuple_GetItem(columns, part->count), "B", rows, &part->members[part->count]) < 0)
            return -1;
    return 0;
}

/* The letters of the cells of each kind. */
static const char *const formats_of[] = {[DAYS] = "lq", [NUMBERS] = "d", [WORDS] = "h?B", [SETS] = "lq"};

/* A tuple of its kind and its column; of words their dictionary comes next, and of members how many are listed. */
static int open_part(PyObject *told, Py_ssize_t rows, Part *part)
{
    PyObject *columns, *words = NULL;
    int kind;
    if (!PyArg_ParseTuple(told, "iO|On", &kind, &columns, &words, &part->listed)) return -1;
    if (kind < DAYS || kind > SETS || (words != NULL) != (kind >= WORDS)) {
        PyErr_SetString(PyExc_ValueError, "a part is days or numbers, or words, members or sets with their words");
        return -1;
    }
    part->kind = (Kind)kind;
    if (words && (open_dictionary(words, part) < 0 || check_lists(part, rows) < 0)) return -1;
    if (kind == MEMBERS) return open_members(columns, rows, part);
    return open_column(columns, formats_of[kind], rows, &part->cells);
}

/* What is not needed any more once the column is made. */
static void close_sources(Part *part)
{
    int is_kept = part->kind == NUMBERS || (part->kind == WORDS && part->buffers[1] == part->cells.view.buf);
    if (!is_kept) PyBuffer_Release(&part->cells.view);
    for (Py_ssize_t place = 0; part->members && place < part->count; place++)
        PyBuffer_Release(&part->members[place].view);
    free(part->members);
    part->members = NULL;
}

static void close_part(Part *part)
{
    close_sources(part);
    PyBuffer_Release(&part->cells.view);
    PyBuffer_Release(&part->word_ends);
    PyBuffer_Release(&part->texts);
    for (int place = 0; place < MADE; place++) free(part->made[place]);
}

#endif
