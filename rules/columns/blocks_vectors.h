/* Four numbers at once, and conditions between bytes and the masks that choose among numbers.

   The masks of 32 rows lie side by side in one vector: byte j of its lane L is that of row 4 * j + L. So comparing
   and choosing take an instruction or two for four rows, where a compiler widens each byte to a number. */
#ifndef ASSIZE_BLOCKS_VECTORS_H
#define ASSIZE_BLOCKS_VECTORS_H

#include <string.h>

#include "rules/columns/blocks_kernel.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "bytes are taken out of numbers with the lowest first"
#endif

enum { LANES = 4, ROWS = 32 };
typedef double Four __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t Masks __attribute__((vector_size(LANES * sizeof(int64_t))));
typedef int32_t Halves __attribute__((vector_size(ROWS)));
typedef uint8_t Bytes __attribute__((vector_size(ROWS)));

#define EACH(VALUE) ((Four){VALUE, VALUE, VALUE, VALUE})
#define CHOOSE(MASK, THEN, OTHER) (((MASK) & (Masks)(THEN)) | (~(MASK) & (Masks)(OTHER)))

#if defined(__clang__)
#define SHUFFLED(T, VECTOR, ...) __builtin_shufflevector((T)(VECTOR), (T)(VECTOR), __VA_ARGS__)
#else
#define SHUFFLED(T, VECTOR, ...) __builtin_shuffle((T)(VECTOR), (T){__VA_ARGS__})
#endif

/* What stands in byte j of a mask. */
#define IN_BYTE(VALUE, J) ((int64_t)((uint64_t)(VALUE) << (8 * (J))))

/* Bytes 4 * j + L of 16 as bytes 4 * L + j, which is its own reverse. */
#define TURNED(FROM)                                                                                             \
    FROM, FROM + 4, FROM + 8, FROM + 12, FROM + 1, FROM + 5, FROM + 9, FROM + 13, FROM + 2, FROM + 6, FROM + 10, \
        FROM + 14, FROM + 3, FROM + 7, FROM + 11, FROM + 15

/* The masks of 32 conditions, as bytes that are not 0 where they hold. */
static inline void read_masks(Masks *masks, const uint8_t *conditions)
{
    Bytes bytes;
    memcpy(&bytes, conditions, sizeof bytes);
    bytes = SHUFFLED(Bytes, bytes, TURNED(0), TURNED(16));
    *masks = (Masks)SHUFFLED(Halves, bytes, 0, 4, 1, 5, 2, 6, 3, 7);
}

/* 32 bytes out of the lanes of masks. */
static inline void write_bytes(uint8_t *to, const Masks *masks)
{
    Bytes bytes = (Bytes)SHUFFLED(Halves, *masks, 0, 2, 4, 6, 1, 3, 5, 7);
    bytes = SHUFFLED(Bytes, bytes, TURNED(0), TURNED(16));
    memcpy(to, &bytes, sizeof bytes);
}

/* The bytes 0 and 1 of a comparison VALUE of x and y, the elements of a and b; y is x where b is not read. */
#define COMPARED(NAME, SECOND, VALUE)                         \
    static KERNEL int NAME(OPERANDS)                          \
    {                                                         \
        UNUSED;                                               \
        uint8_t *to = result;                                 \
        const double *first = a, *second = SECOND;            \
        const size_t together = n / ROWS * ROWS;              \
        for (size_t i = 0; i < together; i += ROWS) {         \
            Masks found = {0};                                \
            for (int j = 0; j < ROWS / LANES; j++) {          \
                Four x, y;                                    \
                memcpy(&x, first + i + j * LANES, sizeof x);  \
                memcpy(&y, second + i + j * LANES, sizeof y); \
                found |= (VALUE) & IN_BYTE(1, j);             \
            }                                                 \
            write_bytes(to + i, &found);                      \
        }                                                     \
        for (size_t i = together; i < n; i++) {               \
            const double x = first[i], y = second[i];         \
            (void)y;                                          \
            to[i] = VALUE;                                    \
        }                                                     \
        return 0;                                             \
    }

/* THEN where the condition c is not 0, else OTHER, of 8 bytes each: elements of a and b where IN_A and IN_B are 1. */
#define PICKED(NAME, T, IN_A, THEN, IN_B, OTHER)                                                       \
    static KERNEL int NAME(OPERANDS)                                                                   \
    {                                                                                                  \
        UNUSED;                                                                                        \
        T *to = result;                                                                                \
        const T *first = a, *second = b, then = THEN, other = OTHER;                                   \
        const T thens[LANES] = {then, then, then, then}, others[LANES] = {other, other, other, other}; \
        const uint8_t *conditions = c;                                                                 \
        const size_t together = n / ROWS * ROWS;                                                       \
        for (size_t i = 0; i < together; i += ROWS) {                                                  \
            Masks masks, x, y;                                                                         \
            read_masks(&masks, conditions + i);                                                        \
            for (int j = 0; j < ROWS / LANES; j++) {                                                   \
                memcpy(&x, IN_A ? first + i + j * LANES : thens, sizeof x);                            \
                memcpy(&y, IN_B ? second + i + j * LANES : others, sizeof y);                          \
                y = CHOOSE((masks & IN_BYTE(0xff, j)) == 0, y, x);                                     \
                memcpy(to + i + j * LANES, &y, sizeof y);                                              \
            }                                                                                          \
        }                                                                                              \
        for (size_t i = together; i < n; i++)                                                          \
            to[i] = conditions[i] ? (IN_A ? first[i] : then) : (IN_B ? second[i] : other);             \
        return 0;                                                                                      \
    }

#endif
