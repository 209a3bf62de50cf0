/* Rows as the record batch of an Arrow IPC stream, written where they are sent from. Arrow would write them
   elsewhere, and they would be copied from there. */
#include "server/grpc/columns.h"
#include "server/grpc/record_batch.h"
#include <stdlib.h>

static int64_t padded(int64_t size) { return (size + PAD - 1) / PAD * PAD; }

static void count(const Array *array, int64_t *nodes, int64_t *buffers)
{
    *nodes += 1;
    *buffers += array->n_buffers;
    for (int64_t each = 0; each < array->n_children; each++) count(array->children[each], nodes, buffers);
}

/* False: a buffer is not there. */
static bool add_buffer(Message *message, const void *from, int64_t size)
{
    message->from[message->buffer_count] = from;
    message->buffers[message->buffer_count++] = (Pair){message->body, size};
    message->body += padded(size);
    return from || !size;
}

static int64_t bits_to_bytes(int64_t bits) { return (bits + 7) / 8; }

/* Bits of a value; 0: of no fixed width, or of one that is not written here. */
static int64_t width_of(const Schema *schema, Kind kind)
{
    const char *format = schema->format;
    if (kind == DECIMAL) return strchr(strchr(format, ',') + 1, ',') ? 0 : 128;
    if (kind != ALWAYS && kind != CODES) return 0;
    if (format[1]) return 32; /* days */
    return format[0] == 'b' ? 1 : strchr("cC", format[0]) ? 8 : strchr("sS", format[0]) ? 16
         : strchr("iIf", format[0]) ? 32 : strchr("lLg", format[0]) ? 64 : 0;
}

static bool add(Message *message, const Schema *schema, const Array *array);

static bool add_children(Message *message, const Schema *schema, const Array *array, int64_t rows)
{
    for (int64_t each = 0; each < array->n_children; each++)
        if (array->children[each]->length != rows || !add(message, schema->children[each], array->children[each]))
            return false;
    return true;
}

/* Offsets from 0 on, and what they lead to. */
static bool add_spans(Message *message, const Schema *schema, const Array *array, Kind kind)
{
    int64_t rows = array->length, width = is_large(kind) ? 8 : 4;
    if (rows && (!array->buffers[1] || edge(array, kind, 0) != 0)) return false;
    int64_t end = rows ? edge(array, kind, rows) : 0;
    if (!add_buffer(message, array->buffers[1], rows ? width * (rows + 1) : 0)) return false;
    if (kind == LIST || kind == LARGE_LIST) return add_children(message, schema, array, end);
    return add_buffer(message, array->buffers[2], end);
}

/* Adds a column as it lies. False: that is not how it would be written, or not known here. */
static bool add(Message *message, const Schema *schema, const Array *array)
{
    Kind kind = kind_of(schema);
    int64_t rows = array->length, nulls;
    if (array->offset || !array->n_buffers) return false;
    nulls = array->null_count < 0 ? counted_nulls(array) : array->null_count;
    message->nodes[message->node_count++] = (Pair){rows, nulls};
    if (!add_buffer(message, nulls ? array->buffers[0] : NULL, nulls ? bits_to_bytes(rows) : 0)) return false;
    switch (kind) {
    case TEXT:
    case LARGE_TEXT:
    case LIST:
    case LARGE_LIST:
        return add_spans(message, schema, array, kind);
    case STRUCT:
        return add_children(message, schema, array, rows);
    default: {
        int64_t width = width_of(schema, kind);
        return width && add_buffer(message, array->buffers[1], bits_to_bytes(width * rows));
    }
    }
}

static void close_message(Message *message)
{
    free(message->nodes);
    free(message->buffers);
    free(message->from);
}

/* 1: all columns are added; 0: they cannot be; -1: an exception is set. */
static int open_message(PyObject *of_schema, PyObject *of_array, Message *message, int64_t *rows)
{
    const Schema *schema = PyCapsule_GetPointer(of_schema, "arrow_schema");
    const Array *array = schema ? PyCapsule_GetPointer(of_array, "arrow_array") : NULL;
    if (!array) return -1;
    int is_here = schema->release && array->release;
    if (!is_here || kind_of(schema) != STRUCT || schema->n_children != array->n_children) {
        PyErr_SetString(PyExc_ValueError, "rows are needed that nobody has taken");
        return -1;
    }
    int64_t nodes = 0, buffers = 0;
    count(array, &nodes, &buffers);
    message->nodes = malloc((size_t)nodes * sizeof(Pair));
    message->buffers = malloc((size_t)buffers * sizeof(Pair) + 1);
    message->from = malloc((size_t)buffers * sizeof(void *) + 1);
    if (!message->nodes || !message->buffers || !message->from) {
        PyErr_NoMemory();
        return -1;
    }
    *rows = array->length;
    return !array->offset && add_children(message, schema, array, array->length);
}

static char *put(char *to, const void *from, int64_t size)
{
    if (size) memcpy(to, from, (size_t)size);
    return to + size;
}

static char *put_padded(char *to, const void *from, int64_t size)
{
    char *end = put(to, from, size);
    memset(end, 0, (size_t)(padded(size) - size));
    return to + padded(size);
}

static char *put_message(char *to, const Message *message, int64_t rows)
{
    Head head = head_of(message, rows);
    Between between = {0, (uint32_t)message->buffer_count};
    to = put(to, &head, sizeof head);
    to = put(to, message->nodes, message->node_count * (int64_t)sizeof(Pair));
    to = put(to, &between, sizeof between);
    to = put(to, message->buffers, message->buffer_count * (int64_t)sizeof(Pair));
    for (int64_t each = 0; each < message->buffer_count; each++)
        to = put_padded(to, message->from[each], message->buffers[each].second);
    return to;
}

static PyObject *size(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *of_schema, *of_array;
    Message message = {0};
    int64_t rows;
    if (!PyArg_ParseTuple(args, "OO:size", &of_schema, &of_array)) return NULL;
    int found = open_message(of_schema, of_array, &message, &rows);
    close_message(&message);
    if (found < 0) return NULL;
    return found ? PyLong_FromLongLong(size_of(&message)) : Py_NewRef(Py_None);
}

static PyObject *write_between(const Message *message, int64_t rows, const Py_buffer *before, const Py_buffer *after)
{
    PyObject *found = PyBytes_FromStringAndSize(NULL, before->len + size_of(message) + after->len);
    if (!found) return NULL;
    char *to = PyBytes_AsString(found);
    Py_BEGIN_ALLOW_THREADS
    to = put_message(put(to, before->buf, before->len), message, rows);
    put(to, after->buf, after->len);
    Py_END_ALLOW_THREADS
    return found;
}

static PyObject *write_rows(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *of_schema, *of_array, *written = NULL;
    Py_buffer before, after;
    Message message = {0};
    int64_t rows;
    if (!PyArg_ParseTuple(args, "OOy*y*:write", &of_schema, &of_array, &before, &after)) return NULL;
    int found = open_message(of_schema, of_array, &message, &rows);
    if (found > 0) written = write_between(&message, rows, &before, &after);
    if (found == 0) PyErr_SetString(PyExc_ValueError, "such columns are not written here");
    close_message(&message);
    PyBuffer_Release(&before);
    PyBuffer_Release(&after);
    return written;
}

static PyMethodDef methods[] = {
    {"size", size, METH_VARARGS, NULL},
    {"write", write_rows, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_rows", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__rows(void) { return PyModuleDef_Init(&module); }
