/* A record batch that was sent, by Arrow's C data interface: whether it is sound, and what it takes. */
#include "server/grpc/sizes.h"
#include "server/grpc/sound.h"

typedef struct {
    int64_t size;
    bool is_sound;
} Column;

/* False: there is no memory. */
static bool look_at(const Schema *schema, const Array *array, Column *columns)
{
    for (int64_t each = 0; each < array->n_children; each++) {
        const Schema *kind = schema->children[each];
        const Array *values = array->children[each];
        columns[each].is_sound = is_sound(kind, values);
        if (!add_size(kind, values, array->offset, array->length, &columns[each].size)) return false;
    }
    return true;
}

static int add(PyObject *list, PyObject *number)
{
    int failed = !number || PyList_Append(list, number) < 0;
    Py_XDECREF(number);
    return !failed;
}

/* The sizes of all columns, and the places of those that are not plainly sound. */
static PyObject *told(const Column *columns, int64_t count)
{
    PyObject *sizes = PyList_New(0), *doubtful = PyList_New(0);
    int fine = sizes && doubtful;
    for (int64_t each = 0; fine && each < count; each++) {
        fine = add(sizes, PyLong_FromLongLong(columns[each].size));
        if (fine && !columns[each].is_sound) fine = add(doubtful, PyLong_FromLongLong(each));
    }
    PyObject *found = fine ? PyTuple_Pack(2, sizes, doubtful) : NULL;
    Py_XDECREF(sizes);
    Py_XDECREF(doubtful);
    return found;
}

static PyObject *look(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *of_schema, *of_array;
    if (!PyArg_ParseTuple(args, "OO:look", &of_schema, &of_array)) return NULL;
    const Schema *schema = PyCapsule_GetPointer(of_schema, "arrow_schema");
    const Array *array = schema ? PyCapsule_GetPointer(of_array, "arrow_array") : NULL;
    if (!array) return NULL;
    int is_here = schema->release && array->release;
    if (!is_here || kind_of(schema) != STRUCT || schema->n_children != array->n_children)
        return PyErr_Format(PyExc_ValueError, "a record batch is needed, as it was exported");
    Column *columns = calloc((size_t)array->n_children + 1, sizeof *columns);
    if (!columns) return PyErr_NoMemory();
    bool fine;
    Py_BEGIN_ALLOW_THREADS
    fine = look_at(schema, array, columns);
    Py_END_ALLOW_THREADS
    PyObject *found = fine ? told(columns, array->n_children) : PyErr_NoMemory();
    free(columns);
    return found;
}

static PyMethodDef methods[] = {
    {"look", look, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sent", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__sent(void) { return PyModuleDef_Init(&module); }
