/* uint8: bool, the three truths, and small numbers, which wrap; and the uint16 that outgrow them. */
#ifndef ASSIZE_BLOCKS_TRUTHS_H
#define ASSIZE_BLOCKS_TRUTHS_H

#include "rules/columns/blocks_kernel.h"

TWO(and_b, uint8_t, uint8_t, uint8_t, x &y)
TWO(or_b, uint8_t, uint8_t, uint8_t, x | y)
ONE(xor_k, uint8_t, uint8_t, x ^ k)
TWO(and_eq_bk, uint8_t, uint8_t, uint8_t, x &(y == (uint8_t)k))
TWO(or_if_bk, uint8_t, uint8_t, uint8_t, x | (y != 0 ? (uint8_t)k : 0))
ONE(or_bk, uint8_t, uint8_t, x | k)
TWO(min_b, uint8_t, uint8_t, uint8_t, x < y ? x : y)
TWO(max_b, uint8_t, uint8_t, uint8_t, x > y ? x : y)
ONE(min_bk, uint8_t, uint8_t, x < (uint8_t)k ? x : (uint8_t)k)
ONE(max_bk, uint8_t, uint8_t, x > (uint8_t)k ? x : (uint8_t)k)
TWO(add_b, uint8_t, uint8_t, uint8_t, x + y)
ONE(rsub_bk, uint8_t, uint8_t, k - x)
ONE(mul_bk, uint8_t, uint8_t, x *k)
TWO(addmul_bk, uint8_t, uint8_t, uint8_t, x + y * k)
ONE(shl_bk, uint8_t, uint8_t, x << k)
TWO(eq_b, uint8_t, uint8_t, uint8_t, x == y)
TWO(ne_b, uint8_t, uint8_t, uint8_t, x != y)
ONE(eq_bk, uint8_t, uint8_t, x == (uint8_t)k)
ONE(ne_bk, uint8_t, uint8_t, x != (uint8_t)k)
ONE(lt_bk, uint8_t, uint8_t, x < (uint8_t)k)
ONE(ge_bk, uint8_t, uint8_t, x >= (uint8_t)k)
TWO(truth, uint8_t, uint8_t, uint8_t, (uint8_t)((x & ~y) + (x & ~y)) | y)
PICK_VV(sel_b_vv, uint8_t)
PICK_VK(sel_b_vk, uint8_t, k)
PICK_KV(sel_b_kv, uint8_t, k)
CONSTANT(fill_b, uint8_t, k)

ONE(widen_h, uint16_t, uint8_t, x)
TWO(addmul_h, uint16_t, uint16_t, uint8_t, x + (uint16_t)y * (uint32_t)k)

#endif
