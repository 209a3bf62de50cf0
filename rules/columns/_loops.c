/* What a loop finds of its elements, gathered back to the things that they belong to.

   `up` says for each element which thing that is. Results are added to where they lie, element after element:
   a loop over each list would guess wrong where nearly every list ends, and the sums would be the same. */
#include "rules/columns/inside.h"
#include "rules/vectors.h"

#include <math.h>

#define UNKNOWN 1
#define TRUE 2
#define BLOCK 1024 /* elements that are prepared before they are gathered */

/* `found`: 1 for an unknown element, 2 for a true one, or both; then the greatest. */
KERNEL static void fold_states(const int32_t *restrict up, Py_ssize_t count, const uint8_t *restrict state,
                               Py_ssize_t step, uint8_t *restrict found)
{
    for (Py_ssize_t i = 0; i < count; i++, state += step)
        found[up[i]] |= *state;
}

KERNEL static void settle_states(const uint8_t *restrict unknown, Py_ssize_t step, Py_ssize_t size,
                                 uint8_t *restrict found)
{
    for (Py_ssize_t thing = 0; thing < size; thing++) {
        uint8_t state = found[thing] & TRUE ? TRUE : found[thing];
        found[thing] = unknown[thing * step] ? UNKNOWN : state;
    }
}

static PyObject *any_of(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[4];
    if (take_vectors(arguments, given, "iBB=B", v) < 0)
        return NULL;
    const int32_t *up = (int32_t *)v[0].items;
    uint8_t *found = (uint8_t *)v[3].items;
    Py_ssize_t count = v[0].count, size = v[3].count;
    if (!fits(&v[1], count) || !fits(&v[2], size) || !inside(up, count, size))
        return wrong_vectors(v, 4);
    Py_BEGIN_ALLOW_THREADS
    memset(found, 0, size);
    fold_states(up, count, (uint8_t *)v[1].items, stride_of(&v[1], count), found);
    settle_states((uint8_t *)v[2].items, stride_of(&v[2], size), size, found);
    Py_END_ALLOW_THREADS
    release_vectors(v, 4);
    Py_RETURN_NONE;
}

/* `one` or `other` as their bits, without a branch, which would often go wrong. */
static inline uint64_t chosen(int is_one, uint64_t one, uint64_t other)
{
    uint64_t mask = -(uint64_t)(is_one != 0);
    return (one & mask) | (other & ~mask);
}

static inline uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static inline double number_of(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static inline void give(const uint8_t *restrict member, Py_ssize_t step, const double *restrict value,
                        Py_ssize_t stride, uint64_t nothing, uint64_t *restrict next, Py_ssize_t count)
{
    uint64_t nan = bits_of(NAN);
    for (Py_ssize_t i = 0; i < count; i++) {
        uint64_t counts = member[i * step];
        next[i] = chosen(counts == TRUE, bits_of(value[i * stride]), chosen(counts == 0, nothing, nan));
    }
}

/* The bits of what elements give: of their number if they count, `nothing` if not, NaN if they only may. */
KERNEL static void give_next(const uint8_t *member, Py_ssize_t step, const double *value, Py_ssize_t stride,
                             uint64_t nothing, uint64_t *next, Py_ssize_t count)
{
    /* The same for known steps: four elements at a time. */
    if (step && stride)
        give(member, 1, value, 1, nothing, next, count);
    else if (step)
        give(member, 1, value, 0, nothing, next, count);
    else
        give(member, 0, value, stride, nothing, next, count);
}

typedef void Fold(const int32_t *, Py_ssize_t, const uint64_t *, double *);

/* Adding 0.0 changes no sum that starts at 0.0. */
static void fold_sum(const int32_t *restrict up, Py_ssize_t count, const uint64_t *restrict next,
                     double *restrict found)
{
    for (Py_ssize_t i = 0; i < count; i++)
        found[up[i]] += number_of(next[i]);
}

/* Of two zeros the later one stays; NaN wins. */
#define FOLD_BETTER(NAME, BETTER)                                                                             \
    static void NAME(const int32_t *restrict up, Py_ssize_t count, const uint64_t *restrict next,              \
                     double *restrict found)                                                                   \
    {                                                                                                          \
        for (Py_ssize_t i = 0; i < count; i++) {                                                               \
            double have = found[up[i]], own = number_of(next[i]), best = have BETTER own ? have : own;         \
            found[up[i]] = isnan(have) ? have : best;                                                          \
        }                                                                                                      \
    }
FOLD_BETTER(fold_min, <)
FOLD_BETTER(fold_max, >)

KERNEL static void settle_numbers(const uint8_t *restrict unknown, Py_ssize_t step, Py_ssize_t size,
                                  double *restrict found)
{
    for (Py_ssize_t thing = 0; thing < size; thing++)
        found[thing] = unknown[thing * step] || !isfinite(found[thing]) ? NAN : found[thing];
}

static void fold_numbers(const Vector *v, Fold *fold, double nothing)
{
    uint64_t next[BLOCK];
    double *found = (double *)v[4].items;
    const uint8_t *member = (uint8_t *)v[1].items;
    const double *value = (double *)v[2].items;
    Py_ssize_t count = v[0].count, size = v[4].count;
    Py_ssize_t step = stride_of(&v[1], count), stride = stride_of(&v[2], count);
    for (Py_ssize_t thing = 0; thing < size; thing++)
        found[thing] = nothing;
    for (Py_ssize_t first = 0; first < count; first += BLOCK) {
        Py_ssize_t some = count - first < BLOCK ? count - first : BLOCK;
        give_next(member + first * step, step, value + first * stride, stride, bits_of(nothing), next, some);
        fold((int32_t *)v[0].items + first, some, next, found);
    }
}

static PyObject *numbers(PyObject *const *arguments, Py_ssize_t given, Fold *fold, double nothing)
{
    Vector v[5];
    if (take_vectors(arguments, given, "iBdB=d", v) < 0)
        return NULL;
    Py_ssize_t count = v[0].count, size = v[4].count;
    if (!fits(&v[1], count) || !fits(&v[2], count) || !fits(&v[3], size) ||
        !inside((int32_t *)v[0].items, count, size))
        return wrong_vectors(v, 5);
    Py_BEGIN_ALLOW_THREADS
    fold_numbers(v, fold, nothing);
    settle_numbers((uint8_t *)v[3].items, stride_of(&v[3], size), size, (double *)v[4].items);
    Py_END_ALLOW_THREADS
    release_vectors(v, 5);
    Py_RETURN_NONE;
}

static PyObject *sum_of(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_sum, 0.0);
}

static PyObject *least(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_min, INFINITY);
}

static PyObject *greatest(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_max, -INFINITY);
}

static PyMethodDef functions[] = {
    {"any_of", (PyCFunction)(void (*)(void))any_of, METH_FASTCALL, NULL},
    {"sum_of", (PyCFunction)(void (*)(void))sum_of, METH_FASTCALL, NULL},
    {"least", (PyCFunction)(void (*)(void))least, METH_FASTCALL, NULL},
    {"greatest", (PyCFunction)(void (*)(void))greatest, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_loops", .m_methods = functions};

PyMODINIT_FUNC PyInit__loops(void)
{
    return PyModuleDef_Init(&module);
}
