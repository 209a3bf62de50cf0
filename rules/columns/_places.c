/* The places of elements in other columns: made of the lengths of lists, and followed. */
#include "rules/vectors.h"

#define WIDE 8  /* places written at once: most lists have no more elements */

/* Writes `first[k] + i * rise` for the elements i of each list k, one list after the other; of all lists the
   number itself where there is no `first`. -1: the lengths are not those of `count` elements. */
static inline int fill(const int64_t *restrict lengths, const int64_t *restrict first, Py_ssize_t lists,
                       uint32_t rise, int32_t *restrict places, Py_ssize_t count)
{
    Py_ssize_t at = 0;
    for (Py_ssize_t list = 0; list < lists; list++) {
        Py_ssize_t length = lengths[list], done = 0;
        uint32_t start = (uint32_t)(first ? first[list] : list);
        if (length < 0 || length > count - at)
            return -1;
        /* What is too much here is written over by the next list. */
        if (count - at >= WIDE)
            for (; done < WIDE; done++)
                places[at + done] = (int32_t)(start + (uint32_t)done * rise);
        for (; done < length; done++)
            places[at + done] = (int32_t)(start + (uint32_t)done * rise);
        at += length;
    }
    return at == count ? 0 : -1;
}

KERNEL static int fill_up(const int64_t *lengths, Py_ssize_t lists, int32_t *places, Py_ssize_t count)
{
    return fill(lengths, NULL, lists, 0, places, count);
}

KERNEL static int fill_ranges(const int64_t *lengths, const int64_t *first, Py_ssize_t lists, int32_t *places,
                              Py_ssize_t count)
{
    return fill(lengths, first, lists, 1, places, count);
}

static PyObject *up(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[2];
    int wrong;
    if (take_vectors(arguments, given, "l=i", v) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    wrong = v[0].count > INT32_MAX || fill_up((int64_t *)v[0].items, v[0].count, (int32_t *)v[1].items, v[1].count);
    Py_END_ALLOW_THREADS
    if (wrong)
        return wrong_vectors(v, 2);
    release_vectors(v, 2);
    Py_RETURN_NONE;
}

static PyObject *ranges(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[3];
    int wrong;
    if (take_vectors(arguments, given, "ll=i", v) < 0)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    wrong = v[0].count != v[1].count ||
            fill_ranges((int64_t *)v[0].items, (int64_t *)v[1].items, v[0].count, (int32_t *)v[2].items, v[2].count);
    Py_END_ALLOW_THREADS
    if (wrong)
        return wrong_vectors(v, 3);
    release_vectors(v, 3);
    Py_RETURN_NONE;
}

/* Follows places; -1 where one of them is none of `size`. The least width of both kinds of places is known. */
#define FOLLOW(NAME, PLACE, UNSIGNED, ITEM)                                                                   \
    KERNEL static int NAME(const PLACE *restrict places, Py_ssize_t count, const ITEM *restrict items,         \
                           Py_ssize_t size, ITEM *restrict out)                                                \
    {                                                                                                          \
        UNSIGNED greatest = 0;                                                                                 \
        for (Py_ssize_t i = 0; i < count; i++)                                                                 \
            greatest = (UNSIGNED)places[i] > greatest ? (UNSIGNED)places[i] : greatest;                        \
        if (count && (greatest > (UNSIGNED)-1 >> 1 || (uint64_t)greatest >= (uint64_t)size))                   \
            return -1;                                                                                         \
        for (Py_ssize_t i = 0; i < count; i++)                                                                 \
            out[i] = items[places[i]];                                                                         \
        return 0;                                                                                              \
    }
#define FOLLOW_BOTH(NAME, ITEM)                                                                               \
    FOLLOW(NAME##_by_32, int32_t, uint32_t, ITEM)                                                              \
    FOLLOW(NAME##_by_64, int64_t, uint64_t, ITEM)

FOLLOW_BOTH(follow_1, uint8_t)
FOLLOW_BOTH(follow_2, uint16_t)
FOLLOW_BOTH(follow_4, uint32_t)
FOLLOW_BOTH(follow_8, uint64_t)

#define FOLLOWED(NAME, ITEM)                                                                                  \
    (v[0].kind == 'i' ? NAME##_by_32((int32_t *)v[0].items, v[0].count, (ITEM *)v[1].items, v[1].count,        \
                                     (ITEM *)v[2].items)                                                       \
                      : NAME##_by_64((int64_t *)v[0].items, v[0].count, (ITEM *)v[1].items, v[1].count,        \
                                     (ITEM *)v[2].items))

static int follow(const Vector *v)
{
    switch (v[1].size) {
    case 1: return FOLLOWED(follow_1, uint8_t);
    case 2: return FOLLOWED(follow_2, uint16_t);
    case 4: return FOLLOWED(follow_4, uint32_t);
    default: return FOLLOWED(follow_8, uint64_t);
    }
}

static PyObject *lift(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[3];
    int wrong;
    if (take_vectors(arguments, given, "pv=v", v) < 0)
        return NULL;
    if (v[0].count != v[2].count || v[1].size != v[2].size)
        return wrong_vectors(v, 3);
    Py_BEGIN_ALLOW_THREADS
    wrong = follow(v);
    Py_END_ALLOW_THREADS
    if (wrong)
        return wrong_vectors(v, 3);
    release_vectors(v, 3);
    Py_RETURN_NONE;
}

/* The lengths of the lists at some places, and where they start; their sum, or -1 where something is wrong. */
static int64_t across_lists(const Vector *v, int64_t *starts)
{
    const int64_t *lengths = (int64_t *)v[0].items;
    int64_t *own = (int64_t *)v[2].items, *first = (int64_t *)v[3].items, total = 0;
    starts[0] = 0;
    for (Py_ssize_t list = 0; list < v[0].count; list++) {
        if (lengths[list] < 0 || lengths[list] > INT32_MAX - starts[list])
            return -1;
        starts[list + 1] = starts[list] + lengths[list];
    }
    for (Py_ssize_t k = 0; k < v[1].count; k++) {
        int64_t row = v[1].kind == 'i' ? ((int32_t *)v[1].items)[k] : ((int64_t *)v[1].items)[k];
        if (row < 0 || row >= v[0].count)
            return -1;
        first[k] = starts[row];
        own[k] = lengths[row];
        total += lengths[row];
    }
    return total;
}

static PyObject *across(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[4];
    int64_t total;
    if (take_vectors(arguments, given, "lp=l=l", v) < 0)
        return NULL;
    int64_t *starts = PyMem_Malloc((v[0].count + 1) * sizeof *starts);
    if (starts == NULL || v[2].count != v[1].count || v[3].count != v[1].count) {
        PyMem_Free(starts);
        return wrong_vectors(v, 4);
    }
    Py_BEGIN_ALLOW_THREADS
    total = across_lists(v, starts);
    Py_END_ALLOW_THREADS
    PyMem_Free(starts);
    if (total < 0)
        return wrong_vectors(v, 4);
    release_vectors(v, 4);
    return PyLong_FromLongLong(total);
}

static PyMethodDef functions[] = {
    {"up", (PyCFunction)(void (*)(void))up, METH_FASTCALL, NULL},
    {"ranges", (PyCFunction)(void (*)(void))ranges, METH_FASTCALL, NULL},
    {"lift", (PyCFunction)(void (*)(void))lift, METH_FASTCALL, NULL},
    {"across", (PyCFunction)(void (*)(void))across, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_places", .m_methods = functions};

PyMODINIT_FUNC PyInit__places(void)
{
    return PyModuleDef_Init(&module);
}
