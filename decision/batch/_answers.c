/* The columns of answers as one batch of Arrow, by its C data interface: everything is made in one call, and what
 * Arrow can read as it is stays where it is. */
#include "decision/batch/answer_making.h"
#include <stdatomic.h>

/* https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html */
static const char CAPSULE[] = "arrow_array";

/* All columns of one batch. It lives for as long as Arrow holds any array of it. */
typedef struct {
    atomic_size_t held;
    Py_ssize_t rows, count;
    const void *no_bits[1];
    ArrowArray *columns, **children;
    Part *parts;
} Batch;

static void free_batch(Batch *batch)
{
    for (Py_ssize_t place = 0; place < batch->count; place++) close_part(&batch->parts[place]);
    free(batch->columns);
    free(batch->children);
    free(batch->parts);
    free(batch);
}

/* Any thread may call this, at any time; after Python has ended its objects are left alone. */
static void release(ArrowArray *array)
{
    Batch *batch = array->private_data;
    for (int64_t place = 0; place < array->n_children; place++) release_array(array->children[place]);
    release_array(array->dictionary);
    array->release = NULL;
    if (atomic_fetch_sub(&batch->held, 1) > 1 || !Py_IsInitialized()) return;
    PyGILState_STATE state = PyGILState_Ensure();
    free_batch(batch);
    PyGILState_Release(state);
}

static Batch *new_batch(Py_ssize_t count, Py_ssize_t rows)
{
    Batch *batch = calloc(1, sizeof *batch);
    if (!batch) return NULL;
    batch->rows = rows;
    batch->columns = calloc((size_t)count + 1, sizeof *batch->columns);
    batch->children = calloc((size_t)count + 1, sizeof *batch->children);
    batch->parts = calloc((size_t)count + 1, sizeof *batch->parts);
    if (batch->columns && batch->children && batch->parts) {
        batch->count = count;
        for (Py_ssize_t place = 0; place < count; place++) batch->children[place] = &batch->columns[place];
        return batch;
    }
    free_batch(batch);
    return NULL;
}

static void tell(Batch *batch, ArrowArray *array, int64_t length, const void **buffers, int64_t n_buffers)
{
    atomic_fetch_add(&batch->held, 1);
    array->length = length;
    array->n_buffers = n_buffers;
    array->buffers = buffers;
    array->release = release;
    array->private_data = batch;
}

static void tell_words(Batch *batch, Part *part, ArrowArray *array)
{
    part->word_buffers[1] = part->word_ends.buf;
    part->word_buffers[2] = part->texts.buf;
    tell(batch, &part->dictionary, part->words, part->word_buffers, 3);
    array->dictionary = &part->dictionary;
}

static void tell_part(Batch *batch, Part *part, ArrowArray *array)
{
    tell(batch, array, batch->rows, part->buffers, 2);
    array->null_count = part->nulls;
    if (part->kind == WORDS) tell_words(batch, part, array);
    if (part->kind != MEMBERS && part->kind != SETS) return;
    tell(batch, &part->item, part->items, part->item_buffers, 2);
    tell_words(batch, part, &part->item);
    part->item_child = &part->item;
    array->children = &part->item_child;
    array->n_children = 1;
}

/* A column that Arrow has already; its place in the batch is where it is moved. */
static int take_given(ArrowArray *given, Py_ssize_t left, Py_ssize_t rows, ArrowArray *column)
{
    if (left > 0 && given->release && given->length == rows) {
        move_array(given, column);
        return 0;
    }
    PyErr_SetString(PyExc_ValueError, left > 0 ? "a given column has other rows" : "too few columns are given");
    return -1;
}

static int open_parts(PyObject *told, ArrowArray *given, Py_ssize_t left, Batch *batch)
{
    for (Py_ssize_t place = 0; place < batch->count; place++) {
        PyObject *part = PyList_GetItem(told, place);
        int found = part == Py_None ? take_given(given++, left--, batch->rows, &batch->columns[place])
                                    : open_part(part, batch->rows, &batch->parts[place]);
        if (found < 0) return -1;
    }
    return 0;
}

static int make_all(Batch *batch, const uint8_t *refused)
{
    int found = 0;
    Py_BEGIN_ALLOW_THREADS;
    for (Py_ssize_t place = 0; place < batch->count && !found; place++)
        found = make_part(&batch->parts[place], refused, batch->rows);
    Py_END_ALLOW_THREADS;
    if (found < 0) PyErr_NoMemory();
    return found;
}

static int make_batch(PyObject *told, PyObject *gone, ArrowArray *given, Py_ssize_t left, Batch *batch)
{
    Column column;
    const uint8_t *refused;
    if (open_parts(told, given, left, batch) < 0 || open_refused(gone, batch->rows, &column, &refused) < 0) return -1;
    int found = make_all(batch, refused);
    close_refused(&column, refused);
    return found;
}

static void hand_over(Batch *batch, ArrowArray *whole)
{
    memset(whole, 0, sizeof *whole);
    tell(batch, whole, batch->rows, batch->no_bits, 1);
    whole->children = batch->children;
    whole->n_children = batch->count;
    for (Py_ssize_t place = 0; place < batch->count; place++) {
        if (batch->parts[place].kind == GIVEN) continue;
        close_sources(&batch->parts[place]);
        tell_part(batch, &batch->parts[place], &batch->columns[place]);
    }
}

static void drop(Batch *batch)
{
    for (Py_ssize_t place = 0; place < batch->count; place++) release_array(&batch->columns[place]);
    free_batch(batch);
}

static void free_capsule(PyObject *capsule)
{
    ArrowArray *whole = PyCapsule_GetPointer(capsule, CAPSULE);
    release_array(whole);
    free(whole);
}

static PyObject *make_capsule(ArrowArray *given, Py_ssize_t left, PyObject *told, Py_ssize_t rows, PyObject *gone)
{
    Batch *batch = new_batch(PyList_Size(told), rows);
    ArrowArray *whole = batch ? calloc(1, sizeof *whole) : NULL;
    PyObject *capsule = whole ? PyCapsule_New(whole, CAPSULE, free_capsule) : PyErr_NoMemory();
    if (!capsule) free(whole);
    if (capsule && make_batch(told, gone, given, left, batch) == 0) {
        hand_over(batch, whole);
        return capsule;
    }
    if (batch) drop(batch);
    Py_XDECREF(capsule);
    return NULL;
}

static PyObject *make_all_of(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *told, *gone, *found = NULL;
    Py_ssize_t rows;
    Py_buffer view;
    if (!PyArg_ParseTuple(arguments, "w*O!nO", &view, &PyList_Type, &told, &rows, &gone)) return NULL;
    ArrowArray *given = view.buf;
    Py_ssize_t count = view.len / (Py_ssize_t)sizeof *given;
    if (rows < 0 || rows > INT32_MAX) PyErr_SetString(PyExc_ValueError, "too many rows for one batch");
    else found = make_capsule(given, count, told, rows, gone);
    for (Py_ssize_t place = 0; !found && place < count; place++) release_array(&given[place]);
    PyBuffer_Release(&view);
    return found;
}

static PyObject *address(PyObject *Py_UNUSED(module), PyObject *capsule)
{
    void *whole = PyCapsule_GetPointer(capsule, CAPSULE);
    return whole ? PyLong_FromVoidPtr(whole) : NULL;
}

static PyMethodDef methods[] = {
    {"make", make_all_of, METH_VARARGS, NULL},
    {"address", address, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_answers", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__answers(void)
{
    set_lanes();
    return PyModuleDef_Init(&module);
}
