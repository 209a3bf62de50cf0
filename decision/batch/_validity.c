/* What Arrow wants beside the values of a column: which rows are known, eight to a byte; and days as it counts them. */
#include "decision/batch/columns.h"

enum { BLOCK = 2048, EPOCH = 719163 /* the ordinal of 1970-01-01 */ };

KERNEL static void known_codes(const int16_t *restrict codes, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = codes[row] >= 0;
}

KERNEL static void known_numbers(const double *restrict numbers, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = numbers[row] == numbers[row];
}

KERNEL static void known_days(const int64_t *restrict days, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] = days[row] != 0;
}

KERNEL static void leave_out(const uint8_t *restrict refused, uint8_t *restrict known, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) known[row] &= refused[row] ? 0 : 1;
}

KERNEL static void count_days(const int64_t *restrict ordinals, int32_t *restrict days, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) days[row] = (int32_t)(ordinals[row] - EPOCH);
}

KERNEL static int every(const uint8_t *known, Py_ssize_t rows)
{
    uint8_t all = 1;
    for (Py_ssize_t row = 0; row < rows; row++) all &= known[row];
    return all;
}

/* Eight bytes of 0 or 1 to the bits of one, the first the lowest: the product moves byte k to bit 56 + k, and no
 * two of its terms meet. Bits behind the last row are 0. */
static void pack(const uint8_t *known, uint8_t *bits, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row + 8 <= rows; row += 8) {
        uint64_t eight = 0;
        for (int lane = 0; lane < 8; lane++) eight |= (uint64_t)known[row + lane] << 8 * lane;
        bits[row / 8] = (uint8_t)(eight * 0x0102040810204080u >> 56);
    }
    if (rows % 8) bits[rows / 8] = 0;
    for (Py_ssize_t row = rows - rows % 8; row < rows; row++) bits[row / 8] |= (uint8_t)(known[row] << row % 8);
}

typedef void (*Known)(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows);

static void of_codes(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_codes((const int16_t *)cells + start, known, rows);
}

static void of_numbers(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_numbers((const double *)cells + start, known, rows);
}

static void of_days(const void *cells, Py_ssize_t start, uint8_t *known, Py_ssize_t rows)
{
    known_days((const int64_t *)cells + start, known, rows);
}

/* Whether all rows are known. Blocks before the first with an unknown row are packed when one turns up. */
static int pack_all(Known of, const void *cells, const uint8_t *refused, uint8_t *bits, Py_ssize_t rows)
{
    uint8_t known[BLOCK];
    int all = 1;
    for (Py_ssize_t start = 0; start < rows; start += BLOCK) {
        Py_ssize_t inside = rows - start < BLOCK ? rows - start : BLOCK;
        of(cells, start, known, inside);
        if (refused) leave_out(refused + start, known, inside);
        if (all && every(known, inside)) continue;
        if (all) memset(bits, 0xff, (size_t)start / 8);
        all = 0;
        pack(known, bits + start / 8, inside);
    }
    return all;
}

/* The bits of the rows that are known and not refused, or None if all are 1. */
static PyObject *bits_of(Known of, const void *cells, const uint8_t *refused, Py_ssize_t rows)
{
    PyObject *bits = PyBytes_FromStringAndSize(NULL, (rows + 7) / 8);
    if (!bits) return NULL;
    uint8_t *to = (uint8_t *)PyBytes_AsString(bits);
    int all;
    Py_BEGIN_ALLOW_THREADS;
    all = pack_all(of, cells, refused, to, rows);
    Py_END_ALLOW_THREADS;
    if (!all) return bits;
    Py_DECREF(bits);
    Py_RETURN_NONE;
}

/* A column with a cell for each row. */
static int open_full(PyObject *object, const char *formats, Py_ssize_t size, Column *column, Py_ssize_t *rows)
{
    *rows = PyObject_Size(object);
    if (*rows < 0 || open_column(object, formats, size, *rows, column) < 0) return -1;
    if (!column->same) return 0;
    PyBuffer_Release(&column->view);
    PyErr_SetString(PyExc_ValueError, "needed is a cell for each row");
    return -1;
}

static PyObject *known(PyObject *arguments, Known of, const char *formats, Py_ssize_t size)
{
    PyObject *object, *gone, *bits = NULL;
    Column column, refusals;
    const uint8_t *refused;
    Py_ssize_t rows;
    if (!PyArg_ParseTuple(arguments, "OO", &object, &gone)) return NULL;
    if (open_full(object, formats, size, &column, &rows) < 0) return NULL;
    if (open_refused(gone, rows, &refusals, &refused) == 0) {
        bits = bits_of(of, column.view.buf, refused, rows);
        close_refused(&refusals, refused);
    }
    PyBuffer_Release(&column.view);
    return bits;
}

static PyObject *codes(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    return known(arguments, of_codes, "h", sizeof(int16_t));
}

static PyObject *numbers(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    return known(arguments, of_numbers, "d", sizeof(double));
}

static PyObject *days_of(const int64_t *ordinals, Py_ssize_t rows)
{
    PyObject *days = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)sizeof(int32_t) * rows);
    PyObject *bits = days ? bits_of(of_days, ordinals, NULL, rows) : NULL;
    if (bits) count_days(ordinals, (int32_t *)PyBytes_AsString(days), rows);
    PyObject *both = bits ? PyTuple_Pack(2, days, bits) : NULL;
    Py_XDECREF(days);
    Py_XDECREF(bits);
    return both;
}

static PyObject *days(PyObject *Py_UNUSED(module), PyObject *object)
{
    Column column;
    Py_ssize_t rows;
    if (open_full(object, "lq", sizeof(int64_t), &column, &rows) < 0) return NULL;
    PyObject *both = days_of(column.view.buf, rows);
    PyBuffer_Release(&column.view);
    return both;
}

static PyMethodDef methods[] = {
    {"codes", codes, METH_VARARGS, NULL},
    {"numbers", numbers, METH_VARARGS, NULL},
    {"days", days, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_validity", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__validity(void) { return PyModuleDef_Init(&module); }
