/* How many different values the elements of a loop have, for each thing that they belong to. */
#include "rules/columns/inside.h"
#include "rules/keys.h"
#include "rules/vectors.h"

#define UNKNOWN 1
#define TRUE 2
#define CODES 63 /* so many codes have a bit each; the last bit tells that the number is not known */

/* What is told of elements; a step is 0 where one item stands for all. */
typedef struct {
    const int32_t *up;
    const uint8_t *member, *unknown;
    const char *value;
    char kind;
    Py_ssize_t count, step, skip, stride;
} Elements;

static inline int counts(const Elements *some, Py_ssize_t i, Py_ssize_t step, Py_ssize_t skip)
{
    return (some->member[i * step] == TRUE) & !some->unknown[i * skip];
}

static inline int is_open(const Elements *some, Py_ssize_t i, Py_ssize_t step, Py_ssize_t skip)
{
    uint8_t member = some->member[i * step];
    return (member == UNKNOWN) | ((member == TRUE) & (some->unknown[i * skip] != 0));
}

/* The distance of the codes that count from the least of them; negative: none does. */
static inline int64_t width(const Elements *some, Py_ssize_t step, Py_ssize_t skip, int32_t *least)
{
    const int32_t *code = (const int32_t *)some->value;
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (Py_ssize_t i = 0; i < some->count; i++)
        widen(code[i], counts(some, i, step, skip), &low, &high);
    *least = low;
    return (int64_t)high - low;
}

/* A bit for each code of a thing. They lie where what is found goes, which is as wide. */
static inline void set_bits(const Elements *some, Py_ssize_t step, Py_ssize_t skip, int32_t low, uint64_t *seen)
{
    const int32_t *code = (const int32_t *)some->value, *up = some->up;
    Py_ssize_t count = some->count;
    uint64_t have = 0;
    int32_t last = -1;
    for (Py_ssize_t i = 0; i < count; last = up[i], i++) {
        uint64_t bit = (uint64_t)counts(some, i, step, skip) << (((uint32_t)code[i] - (uint32_t)low) & CODES);
        bit |= (uint64_t)is_open(some, i, step, skip) << CODES;
        have = (have & -(uint64_t)(up[i] == last)) | bit;
        seen[up[i]] = have;
    }
}

/* Whether all codes that count lie near each other, as those of a choice do; the least of them. */
KERNEL static int near(const Elements *some, int32_t *least)
{
    if (some->kind != 'i' || some->stride == 0)
        return 0;
    /* The same twice: with steps that are known it is several times as fast. */
    if (some->step == 1 && some->skip == 1)
        return width(some, 1, 1, least) < CODES;
    return width(some, some->step, some->skip, least) < CODES;
}

KERNEL static void fold_codes(const Elements *some, int32_t low, uint64_t *seen)
{
    if (some->step == 1 && some->skip == 1)
        set_bits(some, 1, 1, low, seen);
    else
        set_bits(some, some->step, some->skip, low, seen);
}

KERNEL static void count_codes(char *found, Py_ssize_t size)
{
    const double nan_if[2] = {0.0, NAN};
    for (Py_ssize_t thing = 0; thing < size; thing++) {
        uint64_t bits;
        memcpy(&bits, found + thing * sizeof bits, sizeof bits);
        /* Without a branch, which would often go wrong. */
        double many = (double)__builtin_popcountll(bits) + nan_if[bits >> CODES];
        memcpy(found + thing * sizeof many, &many, sizeof many);
    }
}

/* Of values of any kind. The elements of a thing are next to each other. */
KERNEL static void fold_keys(const Elements *some, uint64_t *restrict keys, double *restrict found)
{
    for (Py_ssize_t i = 0; i < some->count;) {
        int32_t thing = some->up[i];
        Py_ssize_t sure = 0;
        int open = 0;
        for (; i < some->count && some->up[i] == thing; i++) {
            open |= is_open(some, i, some->step, some->skip);
            keys[sure] = key_of(some->value + i * some->stride, some->kind);
            sure += counts(some, i, some->step, some->skip);
        }
        found[thing] = open ? NAN : (double)different(keys, sure);
    }
}

static void fold(const Elements *some, uint64_t *keys, char *found, Py_ssize_t size)
{
    int32_t low;
    memset(found, 0, size * sizeof(double));
    if (near(some, &low)) {
        fold_codes(some, low, (uint64_t *)found);
        count_codes(found, size);
    } else {
        fold_keys(some, keys, (double *)found);
    }
}

static void hide(const Vector *unknown, double *found, Py_ssize_t size)
{
    const uint8_t *is_unknown = (uint8_t *)unknown->items;
    Py_ssize_t step = stride_of(unknown, size);
    for (Py_ssize_t thing = 0; thing < size; thing++)
        found[thing] = is_unknown[thing * step] ? NAN : found[thing];
}

static PyObject *distinct(PyObject *module, PyObject *const *arguments, Py_ssize_t given)
{
    (void)module;
    Vector v[6];
    if (take_vectors(arguments, given, "iBvBB=d", v) < 0)
        return NULL;
    Py_ssize_t count = v[0].count, size = v[5].count;
    if (!fits(&v[1], count) || !fits(&v[2], count) || !fits(&v[3], count) || !fits(&v[4], size) ||
        !strchr(KEY_KINDS, v[2].kind) || !inside((int32_t *)v[0].items, count, size))
        return wrong_vectors(v, 6);
    uint64_t *keys = PyMem_Malloc((count + 1) * sizeof *keys);
    if (keys == NULL) {
        release_vectors(v, 6);
        return PyErr_NoMemory();
    }
    Elements some = {
        .up = (int32_t *)v[0].items,
        .member = (uint8_t *)v[1].items,
        .unknown = (uint8_t *)v[3].items,
        .value = v[2].items,
        .kind = v[2].kind,
        .count = count,
        .step = stride_of(&v[1], count),
        .skip = stride_of(&v[3], count),
        .stride = stride_of(&v[2], count) * v[2].size,
    };
    Py_BEGIN_ALLOW_THREADS
    fold(&some, keys, v[5].items, size);
    hide(&v[4], (double *)v[5].items, size);
    Py_END_ALLOW_THREADS
    PyMem_Free(keys);
    release_vectors(v, 6);
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"distinct", (PyCFunction)(void (*)(void))distinct, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "_distinct", .m_methods = functions};

PyMODINIT_FUNC PyInit__distinct(void)
{
    return PyModuleDef_Init(&module);
}
