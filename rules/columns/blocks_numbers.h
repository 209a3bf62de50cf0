/* Arithmetic, comparisons and choices of float64. NaN stands for unknown: no comparison with it holds. */
#ifndef ASSIZE_BLOCKS_NUMBERS_H
#define ASSIZE_BLOCKS_NUMBERS_H

#include <float.h>
#include <math.h>

#include "rules/columns/blocks_vectors.h"

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

COMPARED(lt_vv, b, x < y)
COMPARED(le_vv, b, x <= y)
COMPARED(eq_vv, b, x == y)
COMPARED(lt_vk, a, x < *number)
COMPARED(le_vk, a, x <= *number)
COMPARED(eq_vk, a, x == *number)
COMPARED(gt_vk, a, x > *number)
COMPARED(ge_vk, a, x >= *number)
COMPARED(isnan_v, a, x != x)

PICKED(sel_f_vv, double, 1, 0.0, 1, 0.0)
PICKED(sel_f_vk, double, 1, 0.0, 0, *number)
PICKED(sel_f_kv, double, 0, *number, 1, 0.0)
PICKED(sel_f_kk, double, 0, number[0], 0, number[1])

ONE(f_of_b, double, uint8_t, x)

#endif
