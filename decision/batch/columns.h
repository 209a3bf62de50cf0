/* Columns of rows as Python hands them over: buffers of one dimension, or of none, which stand for equal rows. */
#ifndef ASSIZE_DECISION_COLUMNS_H
#define ASSIZE_DECISION_COLUMNS_H

#include "rules/native.h"
#include <string.h>

typedef struct {
    Py_buffer view;
    int same; /* one cell stands for all rows */
} Column;

/* The bytes of a cell, by its letter of the struct module; 0: no such letter. */
static Py_ssize_t size_of(char format)
{
    switch (format) {
    case '?':
    case 'B': return 1;
    case 'h': return 2;
    case 'l':
    case 'q':
    case 'd': return 8;
    default: return 0;
    }
}

static int has_format(const Py_buffer *view, const char *formats)
{
    const char *format = view->format ? view->format : "B";
    return format[0] && !format[1] && strchr(formats, format[0]) && view->itemsize == size_of(format[0]);
}

/* `formats` are the letters that fit. 0: done; -1: an exception is set. */
static int open_column(PyObject *object, const char *formats, Py_ssize_t rows, Column *column)
{
    Py_buffer *view = &column->view;
    if (PyObject_GetBuffer(object, view, PyBUF_RECORDS_RO) < 0) return -1;
    if (!has_format(view, formats) || view->ndim > 1) {
        PyErr_Format(PyExc_ValueError, "a column holds %s in %d dimensions; needed are %s in at most one",
                     view->format ? view->format : "B", view->ndim, formats);
    } else if (view->ndim == 1 && view->shape[0] != rows) {
        PyErr_Format(PyExc_ValueError, "a column has %zd rows; needed are %zd", view->shape[0], rows);
    } else if (view->ndim == 1 && rows > 1 && view->strides[0] != view->itemsize && view->strides[0] != 0) {
        PyErr_SetString(PyExc_ValueError, "the rows of a column must lie one behind the other");
    } else {
        column->same = view->ndim == 0 || (rows > 1 && view->strides[0] == 0);
        return 0;
    }
    PyBuffer_Release(view);
    return -1;
}

/* The refused rows, a byte each; None: none is. */
static int open_refused(PyObject *object, Py_ssize_t rows, Column *column, const uint8_t **refused)
{
    *refused = NULL;
    if (object == Py_None) return 0;
    if (open_column(object, "?B", rows, column) < 0) return -1;
    if (column->same) {
        PyBuffer_Release(&column->view);
        PyErr_SetString(PyExc_ValueError, "refused rows are told one by one");
        return -1;
    }
    *refused = column->view.buf;
    return 0;
}

static void close_refused(Column *column, const uint8_t *refused)
{
    if (refused) PyBuffer_Release(&column->view);
}

#endif
