/* Codes of texts (int32), int16, and the int64 that count in digits. Sums wrap. */
#ifndef ASSIZE_BLOCKS_CODES_H
#define ASSIZE_BLOCKS_CODES_H

#include "rules/columns/blocks_vectors.h"

TWO(eq_i, uint8_t, int32_t, int32_t, x == y)
ONE(eq_ik, uint8_t, int32_t, x == k)
TWO(add_i, int32_t, int32_t, int32_t, (uint32_t)x + (uint32_t)y)
PICK_VV(sel_i_vv, int32_t)
PICK_VK(sel_i_vk, int32_t, k)
PICK_KV(sel_i_kv, int32_t, k)

PICK_VV(sel_s_vv, int16_t)
PICK_VK(sel_s_vk, int16_t, k)
PICK_KV(sel_s_kv, int16_t, k)

TWO(digit, int64_t, int64_t, uint8_t, (uint64_t)x * (uint64_t)k + y)
PICKED(sel_q_vv, int64_t, 1, 0, 1, 0)
CONSTANT(fill_q, int64_t, k)

#endif
