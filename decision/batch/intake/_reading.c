/* Columns are read by their readers: one, or at once all those of a batch that are read so. */
#include "decision/batch/intake/reader.h"
#include <math.h>

/* A column and its reader. Those of a fact follow each other: its values, and what is told of them. */
typedef struct {
    const Reader *reader;
    Cells cells;
    bool is_first;
    Py_buffer values; /* of the first */
} Step;

static inline int take(const Step *step, uint8_t *marks)
{
    return step->reader->read(step->reader, &step->cells, step->values.buf, marks);
}

#define BLANK(type, nothing)                                                               \
    for (int64_t row = 0; row < rows; row++)                                               \
        ((type *)values)[row] = marks[row] == GONE ? (nothing) : ((type *)values)[row];    \
    break;

/* Make values unknown where they are gone: float64, codes, or truths. */
KERNEL static void blank(void *restrict values, int width, const uint8_t *restrict marks, int64_t rows)
{
    switch (width) {
    case 8: BLANK(double, NAN)
    case 4: BLANK(int32_t, 0)
    case 1: BLANK(uint8_t, 1)
    }
}

/* What is wrong is set aside, and marked as gone: evidence has no other mark. */
KERNEL static void set_aside(uint8_t *restrict marks, uint8_t *restrict aside, int64_t rows)
{
    for (int64_t row = 0; row < rows; row++) {
        uint8_t is_wrong = marks[row] == WRONG;
        aside[row] |= is_wrong;
        marks[row] = is_wrong ? GONE : marks[row];
    }
}

/* Read a fact. What has long numbers is left to others. */
static int read_fact(const Step *first, const Step *end, uint8_t *marks, uint8_t *aside)
{
    int64_t rows = first->cells.column.length;
    int has = take(first, marks);
    for (const Step *step = first + 1; step < end && has >= 0 && !(has & HAS_LONG); step++) {
        int told = take(step, marks);
        has = told < 0 ? told : has | told;
    }
    if (has < 0 || has & HAS_LONG) return has;
    if (has & HAS_OLD && !first->reader->is_list) blank(first->values.buf, first->reader->width, marks, rows);
    if (has & HAS_WRONG) set_aside(marks, aside, rows);
    return has;
}

/* Read all facts from `step` on; `has` tells what there is in each. Returns 0, or the error of the fact that
   `step` is then. */
static int read_facts(const Step **step, const Step *end, uint8_t *marks, uint8_t *aside, char *has)
{
    while (*step < end) {
        const Step *next = *step + 1;
        while (next < end && !next->is_first) next++;
        int found = read_fact(*step, next, marks, aside);
        if (found < 0) return found;
        marks += next[-1].cells.column.length;
        *has++ = (char)found;
        *step = next;
    }
    return 0;
}

/* A column of a batch, or of a slice of a struct, whose own columns are not sliced. */
static bool column_at(const ArrowSchema *schema, const ArrowArray *rows, long place,
                      Cells *cells)
{
    if (place < 0 || place >= rows->n_children || place >= schema->n_children)
        return PyErr_Format(PyExc_ValueError, "no column %ld", place);
    if (!cells_of(schema->children[place], rows->children[place], cells))
        return result(UNREADABLE, schema->children[place]->format);
    if (cells->column.length - rows->offset < rows->length)
        return PyErr_Format(PyExc_ValueError, "column %ld is too short", place);
    cells->column.offset += rows->offset;
    cells->column.length = rows->length;
    return true;
}

typedef struct {
    PyObject *steps, *values, *marks, *aside;
} Asked;

/* What is done to which columns, and where values of facts go. Returns how many facts these are; -1: an
   exception is set. */
static Py_ssize_t plan(const Asked *asked, const ArrowSchema *schema, const ArrowArray *rows,
                       Step *step)
{
    Py_ssize_t facts = 0, count = PyList_Size(asked->steps);
    for (Py_ssize_t at = 0; at < count; at++, step++) {
        PyObject *own = PyList_GetItem(asked->steps, at), *begins = PyTuple_GetItem(own, 2), *array;
        if (!begins || !(step->reader = PyCapsule_GetPointer(PyTuple_GetItem(own, 1), READER))) return -1;
        if (!column_at(schema, rows, PyLong_AsLong(PyTuple_GetItem(own, 0)), &step->cells)) return -1;
        if (!(step->is_first = !at || begins == Py_True)) continue;
        if (!(array = PyList_GetItem(asked->values, facts++))) return -1;
        if (step->reader->width && !writable(array, &step->values, step->reader->width, rows->length)) return -1;
    }
    return facts;
}

static PyObject *run(const Asked *asked, const Step *steps, Py_ssize_t facts, int64_t rows)
{
    PyObject *has = PyBytes_FromStringAndSize(NULL, facts), *found = NULL;
    Py_buffer marks, aside;
    int error = 0;
    if (!has) return NULL;
    if (writable(asked->marks, &marks, 1, facts * rows)) {
        if (writable(asked->aside, &aside, 1, rows)) {
            char *told = PyBytes_AsString(has);
            const Step *end = steps + PyList_Size(asked->steps);
            Py_BEGIN_ALLOW_THREADS
            error = read_facts(&steps, end, marks.buf, aside.buf, told);
            Py_END_ALLOW_THREADS
            found = error ? result(error, steps->cells.column.format) : Py_NewRef(has);
            PyBuffer_Release(&aside);
        }
        PyBuffer_Release(&marks);
    }
    Py_DECREF(has);
    return found;
}

static PyObject *facts(PyObject *Py_UNUSED(self), PyObject *args)
{
    const ArrowSchema *schema = NULL;
    const ArrowArray *rows = NULL;
    PyObject *batch, *found = NULL;
    Asked asked;
    if (!PyArg_ParseTuple(args, "OO!O!OO", &batch, &PyList_Type, &asked.steps, &PyList_Type, &asked.values,
                          &asked.marks, &asked.aside))
        return NULL;
    Py_ssize_t count = PyList_Size(asked.steps);
    Step *steps = calloc((size_t)count + 1, sizeof(Step));
    PyObject *memory = steps ? memory_of(batch, &schema, &rows) : PyErr_NoMemory();
    Py_ssize_t number = memory ? plan(&asked, schema, rows, steps) : -1;
    if (number >= 0) found = run(&asked, steps, number, rows->length);
    for (Py_ssize_t at = 0; steps && at < count; at++) PyBuffer_Release(&steps[at].values);
    Py_XDECREF(memory);
    free(steps);
    return found;
}

static PyObject *column(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *told, *found = NULL;
    Held held;
    Step step = {0};
    Py_buffer marks;
    int has;
    if (!PyArg_ParseTuple(args, "OOOO", &array, &capsule, &out, &told)) return NULL;
    if (!(step.reader = PyCapsule_GetPointer(capsule, READER)) || !hold(array, &held)) return NULL;
    int64_t rows = held.cells.column.length;
    step.cells = held.cells;
    bool is_fine = !step.reader->width || writable(out, &step.values, step.reader->width, rows);
    if (is_fine && writable(told, &marks, 1, rows)) {
        Py_BEGIN_ALLOW_THREADS
        has = take(&step, marks.buf);
        Py_END_ALLOW_THREADS
        found = result(has, held.cells.column.format);
        PyBuffer_Release(&marks);
    }
    PyBuffer_Release(&step.values);
    drop(&held);
    return found;
}

static PyMethodDef methods[] = {{"facts", facts, METH_VARARGS, NULL},
                                {"column", column, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_reading", .m_methods = methods};

PyMODINIT_FUNC PyInit__reading(void) { return PyModuleDef_Init(&module); }
