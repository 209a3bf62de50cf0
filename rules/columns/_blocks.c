/* Carries out a straight-line program over columns block by block, so that what it makes stays in the cache. */
#include "rules/columns/blocks_checks.h"

static int open_program(Program *program, PyObject *const fixed[FIXED], PyObject *inputs, PyObject *outputs,
                        PyObject *tables)
{
    program->inputs = PyTuple_Size(inputs);
    program->outputs = PyTuple_Size(outputs);
    program->tables = PyTuple_Size(tables);
    const Py_ssize_t buffers = FIXED + program->inputs + program->outputs + program->tables;
    program->views = PyMem_Calloc((size_t)buffers, sizeof(Py_buffer));
    if (program->views == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (int i = 0; i < FIXED; i++)
        if (hold(program, fixed[i], 0) < 0)
            return -1;
    if (hold_all(program, inputs, 0) < 0 || hold_all(program, outputs, PyBUF_WRITABLE) < 0 ||
        hold_all(program, tables, 0) < 0)
        return -1;
    program->scratch = items_of(&program->views[SLOTS]);
    program->steps = program->views[CODE].len / (WIDTH * 4);
    return check_fixed(program) < 0 || check_lengths(program) < 0 || check_slots(program) < 0 ? -1 : 0;
}

static int allocate(Program *program)
{
    const size_t places = (size_t)(registers(program) + program->tables + 1);
    const Py_ssize_t arena = (program->arena + LINE - 1) / LINE * LINE;
    program->at = PyMem_Calloc(places, sizeof(char *));
    program->moves = PyMem_Calloc(places, sizeof(Py_ssize_t));
    program->code = PyMem_Calloc((size_t)program->steps + 1, sizeof(Step));
    program->memory = PyMem_Malloc((size_t)(arena + uniform_size(program) + LINE));
    if (program->at == NULL || program->moves == NULL || program->code == NULL || program->memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    char *base = program->memory + (LINE - (uintptr_t)program->memory % LINE);
    lay(program, base, base + arena);
    return 0;
}

static void close_program(Program *program)
{
    for (Py_ssize_t i = 0; i < program->held; i++)
        PyBuffer_Release(&program->views[i]);
    PyMem_Free(program->views);
    PyMem_Free(program->at);
    PyMem_Free(program->moves);
    PyMem_Free(program->code);
    PyMem_Free(program->memory);
}

static int carry_out(const Program *program)
{
    char **at = program->at;
    const Py_ssize_t given = program->inputs + program->outputs;
    int refused = 0;
    for (Py_ssize_t start = 0; start < program->rows; start += BLOCK) {
        const Py_ssize_t left = program->rows - start;
        const size_t n = left < BLOCK ? (size_t)left : BLOCK;
        for (const Step *step = program->code; step < program->code + program->steps; step++) {
            const int32_t *places = step->places;
            refused |= step->kernel(n, at[places[0]], at[places[1]], at[places[2]], at[places[3]], step->number,
                                    step->k, step->items);
        }
        for (Py_ssize_t i = 0; i < given; i++)
            at[i] += program->moves[i] * (Py_ssize_t)n;
    }
    return refused;
}

static int run_program(Program *program)
{
    if (allocate(program) < 0 || check_steps(program) < 0)
        return -1;
    int refused;
    Py_BEGIN_ALLOW_THREADS
    refused = carry_out(program);
    Py_END_ALLOW_THREADS
    if (refused)
        PyErr_SetString(PyExc_ValueError, "scores lie within \u00b11,000,000");
    return refused ? -1 : 0;
}

static PyObject *run(PyObject *module, PyObject *args)
{
    (void)module;
    Program program = {0};
    PyObject *code, *numbers, *tables, *inputs, *outputs, *slots;
    if (!PyArg_ParseTuple(args, "OOO!O!O!Onn:run", &code, &numbers, &PyTuple_Type, &tables, &PyTuple_Type, &inputs,
                          &PyTuple_Type, &outputs, &slots, &program.arena, &program.rows))
        return NULL;
    if (program.rows < 0 || program.arena < 0) {
        PyErr_SetString(PyExc_ValueError, "rows and arena are not below 0");
        return NULL;
    }
    PyObject *const fixed[FIXED] = {code, numbers, slots};
    const int failed = open_program(&program, fixed, inputs, outputs, tables) < 0 || run_program(&program) < 0;
    close_program(&program);
    return failed ? NULL : Py_NewRef(Py_None);
}

static int add_names(PyObject *module)
{
    PyObject *ops = PyDict_New();
    for (int i = 0; ops != NULL && i < OP_COUNT; i++) {
        PyObject *number = PyLong_FromLong(i);
        if (number == NULL || PyDict_SetItemString(ops, OPS[i].name, number) < 0)
            Py_CLEAR(ops);
        Py_XDECREF(number);
    }
    const int failed = ops == NULL || PyModule_AddObjectRef(module, "OPS", ops) < 0;
    Py_XDECREF(ops);
    return failed || PyModule_AddIntConstant(module, "BLOCK", BLOCK) < 0 ? -1 : 0;
}

static PyMethodDef methods[] = {
    {"run", run, METH_VARARGS, "Carry out a program over columns; see the stub for its operands."},
    {NULL, NULL, 0, NULL},
};
static PyModuleDef_Slot exec_slots[] = {{Py_mod_exec, add_names}, {0, NULL}};
static struct PyModuleDef module = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "_blocks", .m_methods = methods, .m_slots = exec_slots};
PyMODINIT_FUNC PyInit__blocks(void) { return PyModuleDef_Init(&module); }
