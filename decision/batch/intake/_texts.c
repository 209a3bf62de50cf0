/* Free texts: which are right, and codes by which equal ones are told in all columns of a chunk. */
#include "decision/batch/intake/pool.h"
#include "decision/batch/intake/reader.h"
#include "decision/batch/intake/right.h"
#include "decision/batch/intake/texts.h"

#define NAME "assize.pool"

static void free_pool(PyObject *capsule)
{
    Pool *pool = PyCapsule_GetPointer(capsule, NAME);
    free(pool->slot);
    free(pool->entries);
    Py_XDECREF(pool->kept);
    free(pool);
}

/* Whether all of 64 texts are plainly right: ASCII, none too long, each starting with what is no space. */
KERNEL static bool are_plain(const Texts *texts, int64_t first, uint64_t known)
{
    const uint8_t *start, *text;
    int64_t length, whole = 0;
    uint8_t seen = 0;
    for (int64_t at = 0; at < BLOCK; at++) {
        if (!text_at(texts, first + at, &text, &length)) return false;
        bool is_here = known >> at & 1;
        if (is_here && (!length || length > LONGEST || *text <= ' ')) return false;
        if (!at) start = text;
        whole += length;
    }
    for (int64_t at = 0; at < whole; at++) seen |= start[at];
    return seen < 0x80;
}

typedef struct {
    Pool *pool; /* NULL: no codes */
    int32_t *codes;
    uint8_t *marks;
    bool skip_empty;
} Writing;

/* Marks and codes of up to 64 texts. */
static int read_block(const Texts *texts, int64_t first, int count, uint64_t known, const Writing *to)
{
    Entry right[BLOCK];
    int places[BLOCK], rights = 0, found = has_gone(known, count);
    bool is_plain = count == BLOCK && are_plain(texts, first, known);
    uint8_t *marks = to->marks + first;
    for (int at = 0; at < count; at++) {
        Entry entry;
        marks[at] = GONE;
        if (!(known >> at & 1)) continue;
        if (!text_at(texts, first + at, &entry.text, &entry.length)) return BEYOND;
        if (entry.length || !to->skip_empty)
            marks[at] = is_plain || is_right(entry.text, entry.length) ? KNOWN : WRONG;
        found |= has_mark(marks[at]);
        if (marks[at] != KNOWN) continue;
        right[rights] = entry;
        places[rights++] = at;
    }
    if (!to->codes) return found;
    uint32_t codes[BLOCK];
    if (!codes_of_block(to->pool, right, rights, codes)) return NO_ROOM;
    memset(to->codes + first, 0, (size_t)count * sizeof(int32_t));
    for (int at = 0; at < rights; at++) to->codes[first + places[at]] = (int32_t)codes[at];
    return found;
}

static int read_texts(const Texts *texts, const Writing *to)
{
    int found = 0;
    int64_t length = texts->column.length;
    /* Half of them may be new: to grow by little is slow. */
    if (to->codes && !grow(to->pool, length / 2)) return NO_ROOM;
    for (int64_t first = 0; found >= 0 && first < length; first += BLOCK) {
        int count = length - first < BLOCK ? (int)(length - first) : BLOCK;
        uint64_t known = bits_at(&texts->column, first, count);
        if (!to->codes && count == BLOCK && are_plain(texts, first, known)) {
            mark_block(known, to->marks + first);
            found |= has_gone(known, count);
        } else {
            int block = read_block(texts, first, count, known, to);
            found = block < 0 ? block : found | block;
        }
    }
    return found;
}

static int read_dictionary(const Cells *cells, const Writing *to)
{
    Texts texts;
    if (!entries_of(cells, &texts)) return UNREADABLE;
    int64_t entries = texts.column.length;
    int32_t *codes_of = malloc(((size_t)entries + 1) * (sizeof(int32_t) + 1));
    if (!codes_of) return NO_ROOM;
    uint8_t *marks_of = (uint8_t *)(codes_of + entries + 1);
    codes_of[entries] = 0;
    marks_of[entries] = GONE;
    Writing entry = {to->pool, to->codes ? codes_of : NULL, marks_of, to->skip_empty};
    int found = read_texts(&texts, &entry);
    if (found >= 0)
        found = gather_numbers(&cells->column, marks_of, codes_of, !found, (uint32_t)entries, to->marks,
                               to->codes);
    free(codes_of);
    return found;
}

static int read_cells(const Cells *cells, const Writing *to)
{
    Texts texts;
    if (cells->schema->dictionary) return read_dictionary(cells, to);
    return texts_of(&cells->column, &texts) ? read_texts(&texts, to) : UNREADABLE;
}

/* Python's hashes of texts have a secret of each process. */
static bool seed(Pool *pool)
{
    PyObject *text = PyUnicode_FromString(NAME);
    Py_hash_t hash = text ? PyObject_Hash(text) : -1;
    Py_XDECREF(text);
    pool->seed = (uint64_t)hash * 0x9E3779B97F4A7C15u;
    return hash != -1;
}

static PyObject *pool_of(PyObject *Py_UNUSED(self), PyObject *symbols)
{
    Held held;
    Texts texts;
    Pool *pool = calloc(1, sizeof(Pool));
    PyObject *capsule = pool ? PyCapsule_New(pool, NAME, free_pool) : PyErr_NoMemory();
    if (!capsule) free(pool);
    if (!capsule || !seed(pool) || !(pool->kept = PyList_New(0)) || !hold(symbols, &held)) {
        Py_XDECREF(capsule);
        return NULL;
    }
    bool is_fine = texts_of(&held.cells.column, &texts) && !PyList_Append(pool->kept, held.pair);
    if (is_fine && !(is_fine = grow(pool, texts.column.length))) PyErr_NoMemory();
    for (int64_t row = 0; is_fine && row < texts.column.length; row++) {
        Entry entry;
        is_fine = text_at(&texts, row, &entry.text, &entry.length);
        if (is_fine) code_of(pool, entry, hash_of(pool->seed, entry.text, entry.length));
    }
    drop(&held);
    if (is_fine) return capsule;
    Py_DECREF(capsule);
    return NULL;
}

static PyObject *codes(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *array, *capsule, *out, *told, *found = NULL;
    Held held;
    Py_buffer codes, marks;
    int skip_empty, has;
    if (!PyArg_ParseTuple(args, "OOOOp", &array, &capsule, &out, &told, &skip_empty)) return NULL;
    Pool *pool = PyCapsule_GetPointer(capsule, NAME);
    if (!pool || !hold(array, &held)) return NULL;
    if (!PyList_Append(pool->kept, held.pair) &&
        writable(out, &codes, sizeof(int32_t), held.cells.column.length)) {
        if (writable(told, &marks, 1, held.cells.column.length)) {
            Writing to = {pool, codes.buf, marks.buf, skip_empty};
            Py_BEGIN_ALLOW_THREADS
            has = read_cells(&held.cells, &to);
            Py_END_ALLOW_THREADS
            found = result(has, held.cells.column.format);
            PyBuffer_Release(&marks);
        }
        PyBuffer_Release(&codes);
    }
    drop(&held);
    return found;
}

typedef struct {
    Reader reader;
    bool skip_empty;
} TextReader;

static int read_marks(const Reader *self, const Cells *cells, void *restrict Py_UNUSED(values),
                      uint8_t *restrict marks)
{
    return read_cells(cells, &(Writing){NULL, NULL, marks, ((const TextReader *)self)->skip_empty});
}

static PyObject *text_reader(PyObject *Py_UNUSED(self), PyObject *skip_empty)
{
    TextReader held = {{.read = read_marks}, PyObject_IsTrue(skip_empty)};
    return reader_of(&held.reader, sizeof held);
}

static PyMethodDef methods[] = {{"pool_of", pool_of, METH_O, NULL},
                                {"codes", codes, METH_VARARGS, NULL},
                                {"text_reader", text_reader, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_texts", .m_methods = methods};

PyMODINIT_FUNC PyInit__texts(void) { return PyModuleDef_Init(&module); }
