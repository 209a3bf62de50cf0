/* A program of the engine, and a run of it: its buffers, and where its registers lie.

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
#include "rules/columns/blocks_sums.h"
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

enum { CODE, NUMBERS, SLOTS, FIXED };

/* What does not change from run to run. */
typedef struct {
    PyObject_HEAD
    Py_buffer *views; /* code, numbers, slots; then the tables */
    Py_ssize_t held, inputs, outputs, scratch, tables, arena, steps;
    PyObject *kinds; /* the letters of the inputs, then of the outputs, as bytes */
    PyObject *reader;
    Step *code;
} Program;

typedef struct {
    Py_buffer *views; /* of the inputs, then of the outputs, which may hold several registers each */
    Py_ssize_t held, rows;
    char **at;         /* of each place: where its block lies */
    Py_ssize_t *moves; /* of each place: the bytes of one element; 0 where all blocks lie in one place */
    char *memory;
} Run;

static inline Py_ssize_t given(const Program *program)
{
    return program->inputs + program->outputs;
}

static inline Py_ssize_t registers(const Program *program)
{
    return given(program) + program->scratch;
}

/* The kind of an input or output. */
static inline char kind_of(const Program *program, Py_ssize_t place)
{
    return PyBytes_AsString(program->kinds)[place];
}

static inline const Py_buffer *table_of(const Program *program, Py_ssize_t table)
{
    return &program->views[FIXED + table];
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

static int refuse(const char *problem, Py_ssize_t place)
{
    PyErr_Format(PyExc_ValueError, problem, place);
    return -1;
}

#endif
