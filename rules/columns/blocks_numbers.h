/* Arithmetic, comparisons and choices of float64. NaN stands for unknown: no comparison with it holds. */
#ifndef ASSIZE_BLOCKS_NUMBERS_H
#define ASSIZE_BLOCKS_NUMBERS_H

#include <float.h>
#include <math.h>

#include "rules/columns/blocks_kernel.h"

TWO(add_vv, double, double, double, x + y)
ONE(add_vk, double, double, x + *number)
TWO(sub_vv, double, double, double, x - y)
ONE(sub_vk, double, double, x - *number)
ONE(sub_kv, double, double, *number - x)
TWO(mul_vv, double, double, double, x *y)
ONE(mul_vk, double, double, x **number)
TWO(div_vv, double, double, double, x / y)
ONE(div_vk, double, double, x / *number)
ONE(div_kv, double, double, *number / x)
TWO(axpy, double, double, double, x + *number * y)

/* Of equals the first; NaN if either is: a NaN in x stays, since it is neither above nor below. */
static inline double lesser(double x, double y) { return (y < x) | (y != y) ? y : x; }
static inline double greater(double x, double y) { return (y > x) | (y != y) ? y : x; }

TWO(min_vv, double, double, double, lesser(x, y))
ONE(min_vk, double, double, lesser(x, *number))
TWO(max_vv, double, double, double, greater(x, y))
ONE(max_vk, double, double, greater(x, *number))
ONE(fmin_vk, double, double, x < *number ? x : *number)
ONE(fmax_vk, double, double, x > *number ? x : *number)

ONE(finite_v, double, double, fabs(x) <= DBL_MAX ? x : (double)NAN)

TWO(lt_vv, uint8_t, double, double, x < y)
TWO(le_vv, uint8_t, double, double, x <= y)
TWO(eq_vv, uint8_t, double, double, x == y)
ONE(lt_vk, uint8_t, double, x < *number)
ONE(le_vk, uint8_t, double, x <= *number)
ONE(eq_vk, uint8_t, double, x == *number)
ONE(gt_vk, uint8_t, double, x > *number)
ONE(ge_vk, uint8_t, double, x >= *number)
ONE(isnan_v, uint8_t, double, x != x)

PICK_VV(sel_f_vv, double)
PICK_VK(sel_f_vk, double, *number)
PICK_KV(sel_f_kv, double, *number)

static KERNEL int sel_f_kk(OPERANDS)
{
    UNUSED;
    double *to = result;
    const uint8_t *condition = c;
    const double then = number[0], other = number[1];
    for (size_t i = 0; i < n; i++)
        to[i] = condition[i] ? then : other;
    return 0;
}

ONE(f_of_b, double, uint8_t, x)

#endif
