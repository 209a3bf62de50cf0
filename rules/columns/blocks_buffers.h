/* Where the columns of a run come in: each is held until it ends, and has the kind and the size that it must have. */
#ifndef ASSIZE_BLOCKS_BUFFERS_H
#define ASSIZE_BLOCKS_BUFFERS_H

#include "rules/columns/blocks_program.h"

/* The formats, as the buffer protocol writes them, whose bytes are those of a kind. */
static const char *formats_of(char kind)
{
    switch (kind) {
    case 'f': return "d";
    case 'b': return "?Bb";
    case 'h': return "H";
    case 's': return "h";
    case 'i': return "i";
    default: return "lq";
    }
}

static int lies_right(const Py_buffer *view, char kind)
{
    const char *format = view->format == NULL ? "B" : view->format;
    return view->ndim <= 1 && view->itemsize == size_of(kind) && format[0] != '\0' && format[1] == '\0' &&
           strchr(formats_of(kind), format[0]) != NULL && (uintptr_t)view->buf % (size_t)view->itemsize == 0;
}

/* One value for all rows. */
static int is_uniform(const Py_buffer *view)
{
    return view->ndim == 0 || view->shape[0] == 1 || view->strides[0] == 0;
}

static int is_readable(const Py_buffer *view, char kind)
{
    return lies_right(view, kind) && (is_uniform(view) || view->strides[0] == view->itemsize);
}

static int try_to_hold(Py_buffer *view, PyObject *object, char kind)
{
    if (PyObject_GetBuffer(object, view, PyBUF_RECORDS_RO) < 0) {
        PyErr_Clear();
        return 0;
    }
    const int held = is_readable(view, kind);
    if (!held)
        PyBuffer_Release(view);
    return held;
}

/* Holds an input; what does not lie as the engine reads it goes through the program's reader first. */
static int hold_input(const Program *program, Run *run, PyObject *object, Py_ssize_t place)
{
    Py_buffer *view = &run->views[run->held];
    const char kind = kind_of(program, place);
    if (!try_to_hold(view, object, kind)) {
        PyObject *read = PyObject_CallFunction(program->reader, "OC", object, kind);
        const int held = read != NULL && try_to_hold(view, read, kind);
        Py_XDECREF(read);
        if (!held)
            return read == NULL ? -1 : refuse("input %zd does not lie as its kind asks", place);
    }
    run->held++;
    if (!is_uniform(view) && view->shape[0] != run->rows)
        return refuse("input %zd has not one element for each row", place);
    return 0;
}

/* Holds an array of outputs, from `place` on. Gives how many they are, or -1. */
static Py_ssize_t hold_outputs(const Program *program, Run *run, PyObject *object, Py_ssize_t place)
{
    Py_buffer *view = &run->views[run->held];
    if (PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE) < 0) {
        PyErr_Clear();
        return refuse("output %zd is read-only, or its elements do not lie side by side", place);
    }
    run->held++;
    if (view->ndim != 2 || view->shape[1] != run->rows || (uintptr_t)view->buf % (size_t)view->itemsize != 0)
        return refuse("outputs from register %zd on are an array of (outputs, rows)", place);
    for (Py_ssize_t i = place; i < place + view->shape[0]; i++)
        if (i >= given(program) || size_of(kind_of(program, i)) != view->itemsize)
            return refuse("output %zd has elements of another size", i);
    return view->shape[0];
}

/* The bytes behind the arena where the inputs that are the same for all rows are written once. */
static Py_ssize_t uniform_size(const Run *run, Py_ssize_t inputs)
{
    Py_ssize_t size = 0;
    for (Py_ssize_t i = 0; i < inputs; i++)
        size += is_uniform(&run->views[i]) ? run->views[i].itemsize * BLOCK : 0;
    return size;
}

/* Writes one value as a block: what is there is doubled. */
static void fill(char *to, const Py_buffer *view)
{
    const size_t whole = (size_t)view->itemsize * BLOCK;
    memcpy(to, view->buf, (size_t)view->itemsize);
    for (size_t done = (size_t)view->itemsize; done < whole; done *= 2)
        memcpy(to + done, to, done);
}

static void lay_inputs(const Program *program, Run *run, char *uniform)
{
    for (Py_ssize_t i = 0; i < program->inputs; i++) {
        const Py_buffer *view = &run->views[i];
        run->at[i] = view->buf;
        run->moves[i] = view->itemsize;
        if (is_uniform(view)) {
            fill(uniform, view);
            run->at[i] = uniform;
            run->moves[i] = 0;
            uniform += view->itemsize * BLOCK;
        }
    }
}

static void lay_outputs(const Program *program, Run *run)
{
    Py_ssize_t place = program->inputs;
    for (Py_ssize_t i = program->inputs; i < run->held; i++) {
        const Py_buffer *view = &run->views[i];
        for (Py_ssize_t row = 0; row < view->shape[0]; row++, place++) {
            run->at[place] = (char *)view->buf + row * run->rows * view->itemsize;
            run->moves[place] = view->itemsize;
        }
    }
}

/* Where the first block of every place lies; `base` is the arena, `uniform` what follows it. */
static void lay(const Program *program, Run *run, char *base, char *uniform)
{
    const Py_ssize_t first = given(program), all = registers(program);
    lay_inputs(program, run, uniform);
    lay_outputs(program, run);
    for (Py_ssize_t i = first; i < all; i++)
        run->at[i] = base + ((const int32_t *)program->views[SLOTS].buf)[i - first];
    for (Py_ssize_t i = 0; i < program->tables; i++)
        run->at[all + i] = table_of(program, i)->buf;
}

#endif
