/* All instructions: OP(name, kernel, signature).

   A signature has five letters: what the result, a, b, c and k are. Small letters name the kind of a register: f
   float64, b uint8, h uint16, s int16, i int32, q int64; capitals a table of that kind, which may not be empty where
   it is taken from. k: 1 to 9 so many numbers, i any int32, b, h and s one that the kind holds, z a shift of 0 to
   7, d decimals of 0 to 6, c the points of a curve, t the borders of steps. A dot: not read. */
#ifndef ASSIZE_BLOCKS_LIST_H
#define ASSIZE_BLOCKS_LIST_H

#define ALL_OPS(OP) NUMBER_OPS(OP) SUM_OPS(OP) TRUTH_OPS(OP) CODE_OPS(OP) TAKE_OPS(OP)

#define NUMBER_OPS(OP)                                                                                     \
    OP(add_vv, add_vv, "fff..") OP(add_vk, add_vk, "ff..1") OP(sub_vv, sub_vv, "fff..")                    \
    OP(sub_vk, sub_vk, "ff..1") OP(sub_kv, sub_kv, "ff..1") OP(mul_vv, mul_vv, "fff..")                    \
    OP(mul_vk, mul_vk, "ff..1") OP(div_vv, div_vv, "fff..") OP(div_vk, div_vk, "ff..1")                    \
    OP(div_kv, div_kv, "ff..1") OP(min_vv, min_vv, "fff..") OP(min_vk, min_vk, "ff..1")                    \
    OP(max_vv, max_vv, "fff..") OP(max_vk, max_vk, "ff..1") OP(fmin_vk, fmin_vk, "ff..1")                  \
    OP(fmax_vk, fmax_vk, "ff..1") OP(axpy, axpy, "fff.1") OP(finite, finite_v, "ff...")                    \
    OP(lt_vv, lt_vv, "bff..") OP(le_vv, le_vv, "bff..") OP(eq_vv, eq_vv, "bff..")                          \
    OP(lt_vk, lt_vk, "bf..1") OP(le_vk, le_vk, "bf..1") OP(eq_vk, eq_vk, "bf..1")                          \
    OP(gt_vk, gt_vk, "bf..1") OP(ge_vk, ge_vk, "bf..1") OP(isnan, isnan_v, "bf...")                        \
    OP(sel_f_vv, sel_f_vv, "fffb.") OP(sel_f_vk, sel_f_vk, "ff.b1") OP(sel_f_kv, sel_f_kv, "f.fb1")        \
    OP(sel_f_kk, sel_f_kk, "f..b2") OP(curve, curve, "ffF.c") OP(steps, steps, "ffF.t")                    \
    OP(score, score, "ff..d") OP(grade, grade, "bfF..") OP(f_of_b, f_of_b, "fb...")

#define SUMS(OP, NAME, COLUMNS, NUMBERS, DIVIDED)       \
    OP(NAME, NAME, COLUMNS NUMBERS)                     \
    OP(NAME##_max, NAME##_max, COLUMNS NUMBERS)         \
    OP(NAME##_min, NAME##_min, COLUMNS NUMBERS)         \
    OP(NAME##_div, NAME##_div, COLUMNS DIVIDED)         \
    OP(NAME##_max_div, NAME##_max_div, COLUMNS DIVIDED) \
    OP(NAME##_min_div, NAME##_min_div, COLUMNS DIVIDED)

#define SUM_OPS(OP)                   \
    SUMS(OP, mix1, "ff..", "3", "4")  \
    SUMS(OP, mix2, "fff.", "5", "6")  \
    SUMS(OP, mix3, "ffff", "7", "8")  \
    SUMS(OP, more1, "fff.", "3", "4") \
    SUMS(OP, more2, "ffff", "5", "6")

#define TRUTH_OPS(OP)                                                                                      \
    OP(and, and_b, "bbb..") OP(or, or_b, "bbb..") OP(xor_k, xor_k, "bb..b") OP(min_b, min_b, "bbb..")      \
    OP(max_b, max_b, "bbb..") OP(min_bk, min_bk, "bb..b") OP(max_bk, max_bk, "bb..b")                      \
    OP(rsub_bk, rsub_bk, "bb..b") OP(add_b, add_b, "bbb..") OP(mul_bk, mul_bk, "bb..b")                    \
    OP(addmul_bk, addmul_bk, "bbb.b") OP(shl_bk, shl_bk, "bb..z") OP(or_bk, or_bk, "bb..b")                \
    OP(and_eq_bk, and_eq_bk, "bbb.b") OP(or_if_bk, or_if_bk, "bbb.b") OP(eq_b, eq_b, "bbb..")              \
    OP(eq_bk, eq_bk, "bb..b") OP(ne_b, ne_b, "bbb..") OP(ne_bk, ne_bk, "bb..b")                            \
    OP(lt_bk, lt_bk, "bb..b") OP(ge_bk, ge_bk, "bb..b") OP(truth, truth, "bbb..")                          \
    OP(sel_b_vv, sel_b_vv, "bbbb.") OP(sel_b_vk, sel_b_vk, "bb.bb") OP(sel_b_kv, sel_b_kv, "b.bbb")        \
    OP(fill_b, fill_b, "b...b") OP(widen_h, widen_h, "hb...") OP(addmul_h, addmul_h, "hhb.h")

#define CODE_OPS(OP)                                                                                       \
    OP(eq_i, eq_i, "bii..") OP(eq_ik, eq_ik, "bi..i") OP(add_i, add_i, "iii..")                            \
    OP(sel_i_vv, sel_i_vv, "iiib.") OP(sel_i_vk, sel_i_vk, "ii.bi") OP(sel_i_kv, sel_i_kv, "i.ibi")        \
    OP(sel_s_vv, sel_s_vv, "sssb.") OP(sel_s_vk, sel_s_vk, "ss.bs") OP(sel_s_kv, sel_s_kv, "s.sbs")        \
    OP(digit, digit, "qqb.i") OP(sel_q_vv, sel_q_vv, "qqqb.") OP(fill_q, fill_q, "q...i")

#define TAKE_OPS(OP)                                                                                       \
    OP(take_fb, take_fb, "fb.F.") OP(take_bb, take_bb, "bb.B.") OP(take_sb, take_sb, "sb.S.")              \
    OP(take_ib, take_ib, "ib.I.") OP(take_qb, take_qb, "qb.Q.") OP(take_bh, take_bh, "bh.B.")              \
    OP(take_ss, take_ss, "ss.S.") OP(take_sq, take_sq, "sq.S.") OP(take_fi, take_fi, "fi.F.")              \
    OP(take_bi, take_bi, "bi.B.") OP(take_ii, take_ii, "ii.I.") OP(take_si, take_si, "si.S.")

#endif
