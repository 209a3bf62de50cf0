/* Lists whose elements lie one list after the other: what these say of each. */
#include "decision/batch/intake/eights.h"
#include "rules/keys.h"
#include "rules/vectors.h"

/* Whether some element of each list is marked, and whether any is; -1: lengths are not those of the elements. */
KERNEL static int mark(const int64_t *restrict lengths, Py_ssize_t lists, const uint8_t *restrict marked,
                       Py_ssize_t count, uint8_t *restrict found)
{
    int any = 0;
    for (Py_ssize_t list = 0; list < lists; list++) {
        Py_ssize_t length = lengths[list];
        if (length < 0 || length > count)
            return -1;
        any |= found[list] = eights_of(marked, length, count) != 0;
        marked += length;
        count -= length;
    }
    return count == 0 ? any : -1;
}

static PyObject *with_some(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[3];
    int any = -1;
    if (take_vectors(arguments, given, "lB=B", v) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    if (v[0].count == v[2].count)
        any = mark((int64_t *)v[0].items, v[0].count, (uint8_t *)v[1].items, v[1].count, (uint8_t *)v[2].items);
    Py_END_ALLOW_THREADS
    if (any < 0)
        return wrong_vectors(v, 3);
    release_vectors(v, 3);
    return PyBool_FromLong(any);
}

/* Whether lengths are those of `count` elements. */
static int add_up(const int64_t *lengths, Py_ssize_t lists, Py_ssize_t count)
{
    for (Py_ssize_t list = 0; list < lists; list++) {
        if (lengths[list] < 0 || lengths[list] > count)
            return 0;
        count -= lengths[list];
    }
    return count == 0;
}

/* The distance between the known codes that are farthest apart; negative: none is known. */
KERNEL static int64_t width(const int32_t *restrict code, Py_ssize_t count, const uint8_t *restrict known,
                            Py_ssize_t step, int32_t *least)
{
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (Py_ssize_t i = 0; i < count; i++)
        widen(code[i], known[i * step] != 0, &low, &high);
    *least = low;
    return (int64_t)high - low;
}

/* Whether two known codes of each list are equal, where all lie near each other: a bit for each tells. */
KERNEL static int pair_codes(const Vector *v, const int32_t *code, int32_t low)
{
    const int64_t *lengths = (int64_t *)v[0].items;
    const uint8_t *known = (uint8_t *)v[2].items;
    Py_ssize_t step = stride_of(&v[2], v[1].count);
    uint8_t *found = (uint8_t *)v[3].items;
    int any = 0;
    for (Py_ssize_t list = 0; list < v[0].count; list++) {
        uint64_t seen = 0, twice = 0;
        for (const int32_t *end = code + lengths[list]; code < end; code++, known += step) {
            uint64_t bit = (uint64_t)(*known != 0) << (((uint32_t)*code - (uint32_t)low) & 63);
            twice |= seen & bit;
            seen |= bit;
        }
        any |= found[list] = twice != 0;
    }
    return any;
}

/* The same of values of any kind. */
KERNEL static int pair_keys(const Vector *v, uint64_t *restrict keys)
{
    const int64_t *lengths = (int64_t *)v[0].items;
    const char *value = v[1].items;
    const uint8_t *known = (uint8_t *)v[2].items;
    Py_ssize_t step = stride_of(&v[2], v[1].count);
    uint8_t *found = (uint8_t *)v[3].items;
    int any = 0;
    for (Py_ssize_t list = 0; list < v[0].count; list++) {
        Py_ssize_t sure = 0;
        for (Py_ssize_t i = 0; i < lengths[list]; i++, value += v[1].size, known += step) {
            keys[sure] = key_of(value, v[1].kind);
            sure += *known != 0;
        }
        any |= found[list] = different(keys, sure) < sure;
    }
    return any;
}

static int pair(const Vector *v, uint64_t *keys)
{
    const int32_t *code = (int32_t *)v[1].items;
    Py_ssize_t count = v[1].count, step = stride_of(&v[2], count);
    int32_t low;
    if (v[1].kind == 'i' && width(code, count, (uint8_t *)v[2].items, step, &low) < 64)
        return pair_codes(v, code, low);
    return pair_keys(v, keys);
}

static PyObject *twins(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[4];
    int any;
    if (take_vectors(arguments, given, "lvB=B", v) < 0)
        return NULL;
    if (v[3].count != v[0].count || !fits(&v[2], v[1].count) || !strchr(KEY_KINDS, v[1].kind) ||
        !add_up((int64_t *)v[0].items, v[0].count, v[1].count))
        return wrong_vectors(v, 4);
    uint64_t *keys = PyMem_Malloc((v[1].count + 1) * sizeof *keys);
    if (keys == NULL) {
        release_vectors(v, 4);
        return PyErr_NoMemory();
    }
    Py_BEGIN_ALLOW_THREADS
    any = pair(v, keys);
    Py_END_ALLOW_THREADS
    PyMem_Free(keys);
    release_vectors(v, 4);
    return PyBool_FromLong(any);
}

/* The places of the elements of all lists that are not gone; how many there are. */
static Py_ssize_t keep(const int64_t *restrict lengths, Py_ssize_t lists, const uint8_t *restrict gone,
                       int32_t *restrict places)
{
    Py_ssize_t kept = 0;
    int32_t at = 0;
    for (Py_ssize_t list = 0; list < lists; list++) {
        int32_t end = at + (int32_t)lengths[list];
        if (gone[list])
            at = end;
        while (at < end)
            places[kept++] = at++;
    }
    return kept;
}

static PyObject *kept(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[3];
    Py_ssize_t count = 0;
    int fine;
    if (take_vectors(arguments, given, "lB=i", v) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    fine = v[0].count == v[1].count && v[2].count <= INT32_MAX &&
           add_up((int64_t *)v[0].items, v[0].count, v[2].count);
    if (fine)
        count = keep((int64_t *)v[0].items, v[0].count, (uint8_t *)v[1].items, (int32_t *)v[2].items);
    Py_END_ALLOW_THREADS
    if (!fine)
        return wrong_vectors(v, 3);
    release_vectors(v, 3);
    return PyLong_FromSsize_t(count);
}

static PyMethodDef functions[] = {
    {"kept", (PyCFunction)(void (*)(void))kept, METH_FASTCALL, NULL},
    {"with_some", (PyCFunction)(void (*)(void))with_some, METH_FASTCALL, NULL},
    {"twins", (PyCFunction)(void (*)(void))twins, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_lists", .m_methods = functions};

PyMODINIT_FUNC PyInit__lists(void)
{
    return PyModuleDef_Init(&module);
}
