/* Columns of conditions, and bit masks, as lists of words (see patterns.h). */
#include "decision/batch/patterns.h"

typedef struct {
    const uint8_t *cells; /* NULL: it holds in every row */
    uint8_t wanted;
} Member;

KERNEL static void mark(const uint8_t *restrict cells, uint8_t wanted, uint8_t bit, uint8_t *restrict patterns,
                        Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] |= cells[row] == wanted ? bit : 0;
}

KERNEL static void narrow(const uint64_t *restrict masks, int shift, uint8_t few, uint8_t *restrict patterns,
                          Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] = (uint8_t)(masks[row] >> shift) & few;
}

/* A group of at most eight members; block by block, so that the patterns stay in the cache. */
static void mark_group(const Member *members, Py_ssize_t lanes, uint8_t *patterns, Py_ssize_t rows)
{
    uint8_t always = 0;
    for (Py_ssize_t lane = 0; lane < lanes; lane++) always |= (uint8_t)(members[lane].cells ? 0 : 1 << lane);
    memset(patterns, always, (size_t)rows);
    for (Py_ssize_t start = 0; start < rows; start += BLOCK) {
        for (Py_ssize_t lane = 0; lane < lanes; lane++) {
            const Member *member = &members[lane];
            if (!member->cells) continue;
            mark(member->cells + start, member->wanted, (uint8_t)(1 << lane), patterns + start,
                 least(BLOCK, rows - start));
        }
    }
}

/* What is open of the members of `of_columns`: those that hold somewhere, with their columns and places. */
typedef struct {
    Py_ssize_t kept, open;
    Member *members;
    int16_t *places;
    Column *columns;
} Members;

static int take_member(PyObject *pair, Py_ssize_t place, Py_ssize_t rows, Members *taken)
{
    PyObject *object;
    unsigned char wanted;
    if (pair == Py_None) return 0;
    if (!PyTuple_Check(pair)) {
        PyErr_SetString(PyExc_ValueError, "a member is a column and the value that is wanted, or None");
        return -1;
    }
    if (!PyArg_ParseTuple(pair, "Ob", &object, &wanted)) return -1;
    Column *column = &taken->columns[taken->open];
    if (open_column(object, "?B", 1, rows, column) < 0) return -1;
    taken->open++;
    const uint8_t *cells = column->view.buf;
    if (column->same && *cells != wanted) return 0;
    taken->places[taken->kept] = (int16_t)place;
    taken->members[taken->kept++] = (Member){column->same ? NULL : cells, wanted};
    return 0;
}

static PyObject *lists_of_members(const Members *taken, Py_ssize_t rows, const uint8_t *refused)
{
    Lists lists = {rows, 0, taken->kept, taken->places, NULL};
    if (set_patterns(&lists) < 0) return NULL;
    Py_BEGIN_ALLOW_THREADS;
    for (Py_ssize_t group = 0; group < lists.groups; group++)
        mark_group(taken->members + group * LANES, least(LANES, taken->kept - group * LANES),
                   lists.patterns + group * rows, rows);
    Py_END_ALLOW_THREADS;
    PyObject *both = written(&lists, refused);
    PyMem_Free(lists.patterns);
    return both;
}

static PyObject *take_members(PyObject *pairs, Py_ssize_t rows, const uint8_t *refused)
{
    Py_ssize_t count = PyList_Size(pairs);
    Members taken = {0, 0, NULL, NULL, NULL};
    PyObject *both = NULL;
    taken.members = PyMem_Calloc((size_t)count + 1, sizeof *taken.members);
    taken.places = PyMem_Calloc((size_t)count + 1, sizeof *taken.places);
    taken.columns = PyMem_Calloc((size_t)count + 1, sizeof *taken.columns);
    if (!taken.members || !taken.places || !taken.columns) {
        PyErr_NoMemory();
    } else {
        Py_ssize_t place = 0;
        while (place < count && take_member(PyList_GetItem(pairs, place), place, rows, &taken) == 0) place++;
        if (place == count) both = lists_of_members(&taken, rows, refused);
    }
    while (taken.open) PyBuffer_Release(&taken.columns[--taken.open].view);
    PyMem_Free(taken.members);
    PyMem_Free(taken.places);
    PyMem_Free(taken.columns);
    return both;
}

static PyObject *of_columns(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *pairs, *gone;
    Py_ssize_t rows;
    Column column;
    const uint8_t *refused;
    if (!PyArg_ParseTuple(arguments, "O!nO", &PyList_Type, &pairs, &rows, &gone)) return NULL;
    if (rows < 0 || PyList_Size(pairs) > INT16_MAX) {
        PyErr_SetString(PyExc_ValueError, "too few rows or too many members");
        return NULL;
    }
    if (open_refused(gone, rows, &column, &refused) < 0) return NULL;
    PyObject *both = take_members(pairs, rows, refused);
    close_refused(&column, refused);
    return both;
}

/* A mask has eight words to a byte: its bytes are the patterns. */
static void narrow_all(const Column *column, const Lists *lists)
{
    const uint64_t *masks = column->view.buf;
    for (Py_ssize_t group = 0; group < lists->groups; group++) {
        uint8_t few = (uint8_t)((1 << least(LANES, lists->words - group * LANES)) - 1);
        uint8_t *patterns = lists->patterns + group * lists->rows;
        if (column->same) memset(patterns, (uint8_t)(*masks >> group * LANES) & few, (size_t)lists->rows);
        else narrow(masks, (int)group * LANES, few, patterns, lists->rows);
    }
}

static PyObject *lists_of_masks(const Column *column, Py_ssize_t rows, Py_ssize_t words, const uint8_t *refused)
{
    int16_t places[64];
    Lists lists = {rows, 0, words, places, NULL};
    for (int16_t place = 0; place < 64; place++) places[place] = place;
    if (set_patterns(&lists) < 0) return NULL;
    Py_BEGIN_ALLOW_THREADS;
    narrow_all(column, &lists);
    Py_END_ALLOW_THREADS;
    PyObject *both = written(&lists, refused);
    PyMem_Free(lists.patterns);
    return both;
}

static PyObject *of_masks(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *masks, *gone, *both = NULL;
    Py_ssize_t rows, words;
    Column column, refusals;
    const uint8_t *refused;
    if (!PyArg_ParseTuple(arguments, "OnnO", &masks, &words, &rows, &gone)) return NULL;
    if (rows < 0 || words < 0 || words > 64) {
        PyErr_SetString(PyExc_ValueError, "a mask has 0 to 64 words, a batch no fewer than 0 rows");
        return NULL;
    }
    if (open_refused(gone, rows, &refusals, &refused) < 0) return NULL;
    if (open_column(masks, "lq", sizeof(int64_t), rows, &column) == 0) {
        both = lists_of_masks(&column, rows, words, refused);
        PyBuffer_Release(&column.view);
    }
    close_refused(&refusals, refused);
    return both;
}

static PyMethodDef methods[] = {
    {"of_columns", of_columns, METH_VARARGS, NULL},
    {"of_masks", of_masks, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_word_lists", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__word_lists(void) { return PyModuleDef_Init(&module); }
