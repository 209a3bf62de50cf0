/* What a loop finds of its elements, gathered back to the things that they belong to.

   `up` says for each element which thing that is. Results are added to where they lie, element after element:
   a loop over each list would guess wrong where nearly every list ends, and the sums would be the same. */
#include "rules/inside.h"
#include "rules/vectors.h"

#include <math.h>

#define UNKNOWN 1
#define TRUE 2

/* `found`: 1 for an unknown element, 2 for a true one, or both; then what `any` or `all` says. */
KERNEL static void fold_states(const int32_t *restrict up, Py_ssize_t count, const uint8_t *restrict state,
                               Py_ssize_t step, uint8_t flip, uint8_t *restrict found)
{
    for (Py_ssize_t i = 0; i < count; i++, state += step)
        found[up[i]] |= flip ? TRUE - *state : *state;
}

KERNEL static void settle_states(const uint8_t *restrict unknown, Py_ssize_t step, Py_ssize_t size, uint8_t flip,
                                 uint8_t *restrict found)
{
    for (Py_ssize_t thing = 0; thing < size; thing++) {
        uint8_t state = found[thing] & TRUE ? TRUE : found[thing];
        state = unknown[thing * step] ? UNKNOWN : state;
        found[thing] = flip ? TRUE - state : state;
    }
}

static PyObject *states(PyObject *const *arguments, Py_ssize_t given, uint8_t flip)
{
    Vector v[4];
    if (take_vectors(arguments, given, "iBB=B", v) < 0)
        return NULL;
    Py_ssize_t count = v[0].count, size = v[3].count;
    if (!fits(&v[1], count) || !fits(&v[2], size) || !inside((int32_t *)v[0].items, count, size))
        return wrong_vectors(v, 4);
    Py_BEGIN_ALLOW_THREADS
    memset(v[3].items, 0, size);
    fold_states((int32_t *)v[0].items, count, (uint8_t *)v[1].items, stride_of(&v[1], count), flip,
                (uint8_t *)v[3].items);
    settle_states((uint8_t *)v[2].items, stride_of(&v[2], size), size, flip, (uint8_t *)v[3].items);
    Py_END_ALLOW_THREADS
    release_vectors(v, 4);
    Py_RETURN_NONE;
}

static PyObject *any_of(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return states(arguments, given, 0);
}

static PyObject *all_of(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return states(arguments, given, 1);
}

/* `one` or `other`, by masks and without a branch, which would often go wrong. */
static inline double chosen(int is_one, double one, double other)
{
    uint64_t bits, else_bits, mask = -(uint64_t)(is_one != 0);
    memcpy(&bits, &one, sizeof bits);
    memcpy(&else_bits, &other, sizeof else_bits);
    bits = (bits & mask) | (else_bits & ~mask);
    memcpy(&one, &bits, sizeof one);
    return one;
}

/* What an element gives: its number if it counts, `nothing` if it does not, NaN if it only may. */
static inline double given_by(uint8_t member, double value, double nothing)
{
    return chosen(member == TRUE, value, chosen(member == 0, nothing, NAN));
}

#define FOLD_NUMBERS(NAME, NOTHING, BETTER)                                                                   \
    KERNEL static void NAME(const int32_t *restrict up, Py_ssize_t count, const uint8_t *restrict member,      \
                            Py_ssize_t step, const double *restrict value, Py_ssize_t stride,                  \
                            double *restrict found, Py_ssize_t size)                                           \
    {                                                                                                          \
        for (Py_ssize_t thing = 0; thing < size; thing++)                                                      \
            found[thing] = NOTHING;                                                                            \
        for (Py_ssize_t i = 0; i < count; i++, member += step, value += stride) {                              \
            double have = found[up[i]], next = given_by(*member, *value, NOTHING);                             \
            found[up[i]] = BETTER;                                                                             \
        }                                                                                                      \
    }

/* Adding 0.0 changes no sum that starts at 0.0. Of two zeros the later one stays; NaN wins. */
FOLD_NUMBERS(fold_sum, 0.0, have + next)
FOLD_NUMBERS(fold_min, INFINITY, chosen((have != have) | (have < next), have, next))
FOLD_NUMBERS(fold_max, -INFINITY, chosen((have != have) | (have > next), have, next))

KERNEL static void settle_numbers(const uint8_t *restrict unknown, Py_ssize_t step, Py_ssize_t size,
                                  double *restrict found)
{
    for (Py_ssize_t thing = 0; thing < size; thing++)
        found[thing] = unknown[thing * step] || !isfinite(found[thing]) ? NAN : found[thing];
}

typedef void Fold(const int32_t *, Py_ssize_t, const uint8_t *, Py_ssize_t, const double *, Py_ssize_t, double *,
                  Py_ssize_t);

static PyObject *numbers(PyObject *const *arguments, Py_ssize_t given, Fold *fold)
{
    Vector v[5];
    if (take_vectors(arguments, given, "iBdB=d", v) < 0)
        return NULL;
    Py_ssize_t count = v[0].count, size = v[4].count;
    if (!fits(&v[1], count) || !fits(&v[2], count) || !fits(&v[3], size) ||
        !inside((int32_t *)v[0].items, count, size))
        return wrong_vectors(v, 5);
    Py_BEGIN_ALLOW_THREADS
    fold((int32_t *)v[0].items, count, (uint8_t *)v[1].items, stride_of(&v[1], count), (double *)v[2].items,
         stride_of(&v[2], count), (double *)v[4].items, size);
    settle_numbers((uint8_t *)v[3].items, stride_of(&v[3], size), size, (double *)v[4].items);
    Py_END_ALLOW_THREADS
    release_vectors(v, 5);
    Py_RETURN_NONE;
}

static PyObject *sum_of(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_sum);
}

static PyObject *least(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_min);
}

static PyObject *greatest(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    return numbers(arguments, given, fold_max);
}

static PyMethodDef functions[] = {
    {"any_of", (PyCFunction)(void (*)(void))any_of, METH_FASTCALL, NULL},
    {"all_of", (PyCFunction)(void (*)(void))all_of, METH_FASTCALL, NULL},
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
