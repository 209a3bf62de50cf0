/* What all instructions over one block have in common. */
#ifndef ASSIZE_BLOCKS_KERNEL_H
#define ASSIZE_BLOCKS_KERNEL_H

#include "rules/native.h"

enum { BLOCK = 1024 };

/* One instruction over n <= BLOCK elements: `number` is the constant that it takes, `k` its whole number, `items`
   the length of its table. No operand overlaps the result. It gives 1 if a number of it is refused. */
#define OPERANDS                                                                                          \
    size_t n, void *restrict result, const void *restrict a, const void *restrict b, const void *restrict c, \
        const double *restrict number, int32_t k, int32_t items
typedef int (*Kernel)(OPERANDS);

#define UNUSED ((void)a, (void)b, (void)c, (void)number, (void)k, (void)items)

/* The bodies of kernels: VALUE is an expression of x, y and z, the elements of a, b and c. */
#define CONSTANT(NAME, D, VALUE)                             \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        for (size_t i = 0; i < n; i++)                       \
            to[i] = (D)(VALUE);                              \
        return 0;                                            \
    }

#define ONE(NAME, D, A, VALUE)                               \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        const A *first = a;                                  \
        for (size_t i = 0; i < n; i++) {                     \
            const A x = first[i];                            \
            to[i] = (D)(VALUE);                              \
        }                                                    \
        return 0;                                            \
    }

#define TWO(NAME, D, A, B, VALUE)                            \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        const A *first = a;                                  \
        const B *second = b;                                 \
        for (size_t i = 0; i < n; i++) {                     \
            const A x = first[i];                            \
            const B y = second[i];                           \
            to[i] = (D)(VALUE);                              \
        }                                                    \
        return 0;                                            \
    }

/* THEN where the condition c is not 0, else OTHER; x and y are the elements of a and b, where they are read. */
#define PICK_VV(NAME, D)                                     \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        const D *first = a, *second = b;                     \
        const uint8_t *condition = c;                        \
        for (size_t i = 0; i < n; i++) {                     \
            const D x = first[i], y = second[i];             \
            to[i] = condition[i] ? x : y;                    \
        }                                                    \
        return 0;                                            \
    }

#define PICK_VK(NAME, D, OTHER)                              \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        const D *first = a, other = (D)(OTHER);              \
        const uint8_t *condition = c;                        \
        for (size_t i = 0; i < n; i++) {                     \
            const D x = first[i];                            \
            to[i] = condition[i] ? x : other;                \
        }                                                    \
        return 0;                                            \
    }

#define PICK_KV(NAME, D, THEN)                               \
    static KERNEL int NAME(OPERANDS)                         \
    {                                                        \
        UNUSED;                                              \
        D *to = result;                                      \
        const D *second = b, then = (D)(THEN);               \
        const uint8_t *condition = c;                        \
        for (size_t i = 0; i < n; i++) {                     \
            const D y = second[i];                           \
            to[i] = condition[i] ? then : y;                 \
        }                                                    \
        return 0;                                            \
    }

#endif
