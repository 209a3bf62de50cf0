/* Where buffers come in: each is held until the program ends, and has the size that it must have. */
#ifndef ASSIZE_BLOCKS_BUFFERS_H
#define ASSIZE_BLOCKS_BUFFERS_H

#include "rules/columns/blocks_program.h"

static int refuse(const char *problem, Py_ssize_t place)
{
    PyErr_Format(PyExc_ValueError, problem, place);
    return -1;
}

static int hold(Program *program, PyObject *object, int flags)
{
    Py_buffer *view = &program->views[program->held];
    if (PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_C_CONTIGUOUS | flags) < 0) {
        if (!PyErr_ExceptionMatches(PyExc_BufferError) && !PyErr_ExceptionMatches(PyExc_ValueError))
            return -1;
        PyErr_Clear();
        return refuse("buffer %zd is read-only, or its elements do not lie side by side", program->held);
    }
    const Py_ssize_t size = view->itemsize;
    program->held++;
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return refuse("an element of buffer %zd has not 1, 2, 4 or 8 bytes", program->held - 1);
    if (view->len > 0 && (uintptr_t)view->buf % (size_t)size != 0)
        return refuse("buffer %zd is not aligned to its elements", program->held - 1);
    return 0;
}

static int hold_all(Program *program, PyObject *tuple, int flags)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(tuple); i++)
        if (hold(program, PyTuple_GetItem(tuple, i), flags) < 0)
            return -1;
    return 0;
}

static int check_fixed(const Program *program)
{
    const Py_buffer *code = &program->views[CODE];
    if (code->itemsize != 4 || code->len % (WIDTH * 4) != 0)
        return refuse("code is int32 of shape (m, %zd)", WIDTH);
    if (program->views[NUMBERS].itemsize != 8)
        return refuse("numbers are float64 (buffer %zd)", NUMBERS);
    if (program->views[SLOTS].itemsize != 4)
        return refuse("slots are int32 (buffer %zd)", SLOTS);
    return 0;
}

static int check_lengths(const Program *program)
{
    for (Py_ssize_t i = 0; i < program->inputs + program->outputs; i++) {
        const Py_buffer *view = view_of(program, i);
        const int uniform = i < program->inputs && view->len == view->itemsize;
        if (!uniform && view->len != program->rows * view->itemsize)
            return refuse("register %zd has not one element for each row", i);
    }
    return 0;
}

static int check_slots(const Program *program)
{
    const int32_t *slots = program->views[SLOTS].buf;
    for (Py_ssize_t i = 0; i < program->scratch; i++)
        if (slots[i] < 0 || slots[i] % LINE != 0 || slots[i] > program->arena - WIDEST * BLOCK)
            return refuse("slot %zd does not lie in the arena, or not at a multiple of 64", i);
    return 0;
}

/* The bytes behind the arena where the inputs that are the same for all rows are written once. */
static Py_ssize_t uniform_size(const Program *program)
{
    Py_ssize_t size = 0;
    for (Py_ssize_t i = 0; i < program->inputs; i++)
        if (view_of(program, i)->len != program->rows * view_of(program, i)->itemsize)
            size += view_of(program, i)->itemsize * BLOCK;
    return size;
}

static void fill(char *to, const Py_buffer *view)
{
    for (Py_ssize_t i = 0; i < BLOCK; i++)
        memcpy(to + i * view->itemsize, view->buf, (size_t)view->itemsize);
}

/* Where the first block of every place lies; `base` is the arena, `uniform` what follows it. */
static void lay(Program *program, char *base, char *uniform)
{
    const Py_ssize_t given = program->inputs + program->outputs, all = registers(program);
    for (Py_ssize_t i = 0; i < given; i++) {
        const Py_buffer *view = view_of(program, i);
        program->at[i] = view->buf;
        program->moves[i] = view->itemsize;
        if (view->len != program->rows * view->itemsize) {
            fill(uniform, view);
            program->at[i] = uniform;
            program->moves[i] = 0;
            uniform += view->itemsize * BLOCK;
        }
    }
    for (Py_ssize_t i = given; i < all; i++)
        program->at[i] = base + ((const int32_t *)program->views[SLOTS].buf)[i - given];
    for (Py_ssize_t i = all; i < all + program->tables; i++)
        program->at[i] = view_of(program, i)->buf;
}

#endif
