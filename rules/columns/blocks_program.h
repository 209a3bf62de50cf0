/* A program as it is carried out: its buffers, where its registers lie, and what was checked of it.

   Places 0 to I-1 are the inputs, then O outputs, S scratch registers, T tables; a last one stands for an operand
   that is not read. */
#ifndef ASSIZE_BLOCKS_PROGRAM_H
#define ASSIZE_BLOCKS_PROGRAM_H

#include <string.h>

#include "rules/columns/blocks_codes.h"
#include "rules/columns/blocks_kernel.h"
#include "rules/columns/blocks_list.h"
#include "rules/columns/blocks_numbers.h"
#include "rules/columns/blocks_scores.h"
#include "rules/columns/blocks_takes.h"
#include "rules/columns/blocks_truths.h"

typedef struct {
    const char *name;
    Kernel kernel;
    const char *signature;
} Op;

#define AS_OP(NAME, KERNEL_OF_IT, SIGNATURE) {#NAME, KERNEL_OF_IT, SIGNATURE},
static const Op OPS[] = {ALL_OPS(AS_OP)};
enum { OP_COUNT = sizeof OPS / sizeof OPS[0], WIDTH = 6, OPERAND_COUNT = 4, WIDEST = 8, LINE = 64 };

typedef struct {
    Kernel kernel;
    const double *number;
    int32_t places[OPERAND_COUNT]; /* of the result, a, b and c */
    int32_t k, items;
} Step;

typedef struct {
    Py_buffer *views; /* code, numbers, slots; then the inputs, outputs and tables */
    Py_ssize_t held;
    Py_ssize_t inputs, outputs, scratch, tables, rows, arena, steps;
    char **at;         /* of each place: where its block lies */
    Py_ssize_t *moves; /* of each place: the bytes of one element; 0 where all blocks lie in one place */
    Step *code;
    char *memory;
} Program;

enum { CODE, NUMBERS, SLOTS, FIXED };

static inline Py_ssize_t registers(const Program *program)
{
    return program->inputs + program->outputs + program->scratch;
}

/* The buffer of a place that is no scratch register. */
static inline const Py_buffer *view_of(const Program *program, Py_ssize_t place)
{
    const Py_ssize_t first = place < program->inputs + program->outputs ? 0 : program->scratch;
    return &program->views[FIXED + place - first];
}

static inline Py_ssize_t items_of(const Py_buffer *view)
{
    return view->len / view->itemsize;
}

static inline Py_ssize_t size_of(char kind)
{
    switch (kind) {
    case 'b': case 'B': return 1;
    case 'h': case 's': case 'S': return 2;
    case 'i': case 'I': return 4;
    default: return 8;
    }
}

#endif
