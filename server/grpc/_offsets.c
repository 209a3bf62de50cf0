/* Offsets of texts and lists, and the bytes of texts, that came from elsewhere: whether they are plainly right. */
#include "rules/native.h"

#include <string.h>

enum { LARGE = 1 << 19 };

/* Buffers inside a message may begin at any byte, so offsets are copied to be read. */
static int64_t narrow(const char *at, Py_ssize_t place)
{
    int32_t offset;
    memcpy(&offset, at + place * (Py_ssize_t)sizeof offset, sizeof offset);
    return offset;
}

static int64_t wide(const char *at, Py_ssize_t place)
{
    int64_t offset;
    memcpy(&offset, at + place * (Py_ssize_t)sizeof offset, sizeof offset);
    return offset;
}

KERNEL static int narrow_rise(const char *at, Py_ssize_t rows)
{
    int fall = 0;
    for (Py_ssize_t row = 0; row < rows; row++) fall |= narrow(at, row) > narrow(at, row + 1);
    return !fall;
}

KERNEL static int wide_rise(const char *at, Py_ssize_t rows)
{
    int fall = 0;
    for (Py_ssize_t row = 0; row < rows; row++) fall |= wide(at, row) > wide(at, row + 1);
    return !fall;
}

KERNEL static int ascii(const unsigned char *bytes, Py_ssize_t count)
{
    unsigned char all = 0;
    for (Py_ssize_t place = 0; place < count; place++) all |= bytes[place];
    return all < 0x80;
}

/* Where values begin and end; they are right if they never fall and lie within `most`. */
static int ends(const char *at, int bytes, Py_ssize_t rows, int64_t most, int64_t *start, int64_t *end)
{
    *start = bytes == 4 ? narrow(at, 0) : wide(at, 0);
    *end = bytes == 4 ? narrow(at, rows) : wide(at, rows);
    if (*start < 0 || *end > most) return 0;
    return bytes == 4 ? narrow_rise(at, rows) : wide_rise(at, rows);
}

static int right(const char *at, int bytes, Py_ssize_t rows, int64_t most, const Py_buffer *texts, int64_t *start, int64_t *end)
{
    if (!ends(at, bytes, rows, most, start, end)) return 0;
    return !texts->obj || ascii((const unsigned char *)texts->buf + *start, (Py_ssize_t)(*end - *start));
}

static PyObject *span(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer offsets, texts = {0};
    int bytes, fine = 0;
    Py_ssize_t first, rows;
    long long most;
    int64_t start, end;
    if (!PyArg_ParseTuple(args, "y*innLz*:span", &offsets, &bytes, &first, &rows, &most, &texts)) return NULL;
    int fits = (bytes == 4 || bytes == 8) && first >= 0 && rows >= 0 && first < offsets.len / bytes
        && rows < offsets.len / bytes - first && !(texts.obj && most > texts.len);
    if (fits) {
        const char *at = (const char *)offsets.buf + first * bytes;
        /* To give the lock away takes longer than a few rows do. */
        PyThreadState *others = offsets.len + texts.len > LARGE ? PyEval_SaveThread() : NULL;
        fine = right(at, bytes, rows, most, &texts, &start, &end);
        if (others) PyEval_RestoreThread(others);
    }
    PyBuffer_Release(&offsets);
    if (texts.obj) PyBuffer_Release(&texts);
    if (!fits) return PyErr_Format(PyExc_ValueError, "the buffers are too small for what is asked of them");
    if (!fine) Py_RETURN_NONE;
    return Py_BuildValue("(LL)", (long long)start, (long long)end);
}

static PyMethodDef methods[] = {
    {"span", span, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_offsets", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__offsets(void) { return PyModuleDef_Init(&module); }
