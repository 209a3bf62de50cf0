/* Whether a program is one: each instruction reads and writes only what is there. */
#ifndef ASSIZE_BLOCKS_CHECKS_H
#define ASSIZE_BLOCKS_CHECKS_H

#include "rules/columns/blocks_program.h"

static int check_fixed(const Program *program)
{
    const Py_buffer *code = &program->views[CODE];
    if (code->itemsize != 4 || code->len % (WIDTH * 4) != 0)
        return refuse("code is int32 of shape (m, %zd)", WIDTH);
    if (program->views[NUMBERS].itemsize != 8)
        return refuse("numbers are float64 (buffer %zd)", NUMBERS);
    if (program->views[SLOTS].itemsize != 4)
        return refuse("slots are int32 (buffer %zd)", SLOTS);
    return program->arena < 0 ? refuse("an arena is not below %zd bytes", 0) : 0;
}

static int check_slots(const Program *program)
{
    const int32_t *slots = program->views[SLOTS].buf;
    for (Py_ssize_t i = 0; i < program->scratch; i++)
        if (slots[i] < 0 || slots[i] % LINE != 0 || slots[i] > program->arena - WIDEST * BLOCK)
            return refuse("slot %zd does not lie in the arena, or not at a multiple of 64", i);
    return 0;
}

static int is_table(char kind)
{
    return kind >= 'A' && kind <= 'Z';
}

static int check_register(const Program *program, Py_ssize_t step, char kind, int32_t place)
{
    if (place < 0 || place >= registers(program))
        return refuse("instruction %zd names no register", step);
    if (place < given(program) && size_of(kind_of(program, place)) != size_of(kind))
        return refuse("instruction %zd reads or writes elements of another size", step);
    return 0;
}

static int check_table(const Program *program, Py_ssize_t step, char kind, int32_t place)
{
    if (place < 0 || place >= program->tables)
        return refuse("instruction %zd names no table", step);
    if (table_of(program, place)->itemsize != size_of(kind))
        return refuse("instruction %zd reads a table of elements of another size", step);
    return 0;
}

static int check_operands(Program *program, Py_ssize_t step, const char *signature, const int32_t *places)
{
    Step *made = &program->code[step];
    for (int i = 0; i < OPERAND_COUNT; i++) {
        const char kind = signature[i];
        made->places[i] = kind == '.' ? (int32_t)(registers(program) + program->tables) : places[i];
        if (kind == '.')
            continue;
        if (!is_table(kind) && check_register(program, step, kind, places[i]) < 0)
            return -1;
        if (is_table(kind)) {
            if (check_table(program, step, kind, places[i]) < 0)
                return -1;
            made->places[i] = (int32_t)(registers(program) + places[i]);
            made->items = (int32_t)items_of(table_of(program, places[i]));
        }
    }
    return 0;
}

static int overlap(const Program *program, char kind, int32_t place, char other_kind, int32_t other)
{
    const Py_ssize_t first = given(program);
    if (place < first || other < first)
        return place == other;
    const int32_t *slots = program->views[SLOTS].buf;
    const Py_ssize_t start = slots[place - first], other_start = slots[other - first];
    return start < other_start + BLOCK * size_of(other_kind) && other_start < start + BLOCK * size_of(kind);
}

/* The result is no input, and lies apart from all that is read. */
static int check_result(const Program *program, Py_ssize_t step, const char *signature, const int32_t *places)
{
    if (places[0] < program->inputs)
        return refuse("instruction %zd writes to an input", step);
    for (int i = 1; i < OPERAND_COUNT; i++)
        if (signature[i] != '.' && !is_table(signature[i]) &&
            overlap(program, signature[0], places[0], signature[i], places[i]))
            return refuse("instruction %zd writes to what it reads", step);
    return 0;
}

/* How many numbers of the program a k of some kind stands for. */
static int64_t numbers_of(char kind)
{
    return kind >= '1' && kind <= '9' ? kind - '0' : 0;
}

static int k_is_right(char kind, int64_t k, int64_t items, int64_t numbers)
{
    if (numbers_of(kind) > 0)
        return k >= 0 && k <= numbers - numbers_of(kind);
    switch (kind) {
    case 'b': return k >= 0 && k <= UINT8_MAX;
    case 'h': return k >= 0 && k <= UINT16_MAX;
    case 's': return k >= INT16_MIN && k <= INT16_MAX;
    case 'z': return k >= 0 && k <= 7;
    case 'd': return k >= 0 && k <= 6;
    case 'c': return k >= 0 && 4 * k + 3 <= items;
    case 't': return k >= 0 && 2 * k + 1 <= items;
    default: return 1;
    }
}

static int check_k(Program *program, Py_ssize_t step, const char *signature)
{
    Step *made = &program->code[step];
    const Py_buffer *numbers = &program->views[NUMBERS];
    if (!k_is_right(signature[4], made->k, made->items, items_of(numbers)))
        return refuse("instruction %zd has a wrong k, or its table is too short", step);
    if (is_table(signature[3]) && made->items == 0)
        return refuse("instruction %zd takes from an empty table", step);
    if (numbers_of(signature[4]) > 0)
        made->number = (const double *)numbers->buf + made->k;
    return 0;
}

static int check_step(Program *program, Py_ssize_t step)
{
    const int32_t *line = (const int32_t *)program->views[CODE].buf + step * WIDTH;
    if (line[0] < 0 || line[0] >= OP_COUNT)
        return refuse("instruction %zd is none", step);
    const Op *op = &OPS[line[0]];
    program->code[step] = (Step){.kernel = op->kernel, .k = line[5]};
    if (check_operands(program, step, op->signature, line + 1) < 0 || check_k(program, step, op->signature) < 0)
        return -1;
    return check_result(program, step, op->signature, line + 1);
}

static int check_steps(Program *program)
{
    for (Py_ssize_t i = 0; i < program->steps; i++)
        if (check_step(program, i) < 0)
            return -1;
    return 0;
}

#endif
