/* Carries out a straight-line program over columns block by block, so that what it makes stays in the cache. */
#include "rules/columns/blocks_buffers.h"
#include "rules/columns/blocks_checks.h"

/* Holds what a program is made of. */
static int hold(Program *program, PyObject *object)
{
    Py_buffer *view = &program->views[program->held];
    if (PyObject_GetBuffer(object, view, PyBUF_ND | PyBUF_C_CONTIGUOUS) < 0)
        return -1;
    const Py_ssize_t size = view->itemsize;
    program->held++;
    if ((size != 1 && size != 2 && size != 4 && size != 8) || (uintptr_t)view->buf % (size_t)size != 0)
        return refuse("buffer %zd is not aligned, or its elements have not 1, 2, 4 or 8 bytes", program->held - 1);
    return 0;
}

static int open_program(Program *program, PyObject *const fixed[FIXED], PyObject *tables)
{
    program->tables = PyTuple_Size(tables);
    program->views = PyMem_Calloc((size_t)(FIXED + program->tables), sizeof(Py_buffer));
    if (program->views == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (int i = 0; i < FIXED; i++)
        if (hold(program, fixed[i]) < 0)
            return -1;
    for (Py_ssize_t i = 0; i < program->tables; i++)
        if (hold(program, PyTuple_GetItem(tables, i)) < 0)
            return -1;
    if (check_fixed(program) < 0)
        return -1;
    program->scratch = items_of(&program->views[SLOTS]);
    program->steps = program->views[CODE].len / (WIDTH * 4);
    program->code = PyMem_Calloc((size_t)program->steps + 1, sizeof(Step));
    if (program->code == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return check_slots(program) < 0 ? -1 : check_steps(program);
}

static void close_program(PyObject *self)
{
    Program *program = (Program *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; i < program->held; i++)
        PyBuffer_Release(&program->views[i]);
    PyMem_Free(program->views);
    PyMem_Free(program->code);
    Py_XDECREF(program->kinds);
    Py_XDECREF(program->reader);
    freefunc free_it = PyType_GetSlot(type, Py_tp_free);
    free_it(self);
    Py_DECREF(type);
}

static PyObject *new_program(PyTypeObject *type, PyObject *args, PyObject *names)
{
    (void)names;
    const char *inputs, *outputs;
    PyObject *fixed[FIXED], *tables, *reader;
    Py_ssize_t arena;
    if (!PyArg_ParseTuple(args, "ssOOO!OnO:Program", &inputs, &outputs, &fixed[CODE], &fixed[NUMBERS], &PyTuple_Type,
                          &tables, &fixed[SLOTS], &arena, &reader))
        return NULL;
    allocfunc make = PyType_GetSlot(type, Py_tp_alloc);
    Program *program = (Program *)make(type, 0);
    if (program == NULL)
        return NULL;
    program->inputs = (Py_ssize_t)strlen(inputs);
    program->outputs = (Py_ssize_t)strlen(outputs);
    program->arena = arena;
    program->kinds = PyBytes_FromFormat("%s%s", inputs, outputs);
    program->reader = Py_NewRef(reader);
    if (program->kinds == NULL || open_program(program, fixed, tables) < 0)
        Py_CLEAR(program);
    return (PyObject *)program;
}

static int hold_columns(const Program *program, Run *run, PyObject *inputs, PyObject *outputs)
{
    if (run->rows < 0)
        return refuse("rows are not below %zd", 0);
    if (PyTuple_Size(inputs) != program->inputs)
        return refuse("inputs are %zd columns", program->inputs);
    for (Py_ssize_t i = 0; i < program->inputs; i++)
        if (hold_input(program, run, PyTuple_GetItem(inputs, i), i) < 0)
            return -1;
    Py_ssize_t place = program->inputs;
    for (Py_ssize_t i = 0, more = 0; i < PyTuple_Size(outputs); i++, place += more) {
        more = hold_outputs(program, run, PyTuple_GetItem(outputs, i), place);
        if (more < 0)
            return -1;
    }
    return place == given(program) ? 0 : refuse("outputs are %zd columns", program->outputs);
}

static int open_run(const Program *program, Run *run, PyObject *inputs, PyObject *outputs)
{
    const size_t places = (size_t)(registers(program) + program->tables + 1);
    const Py_ssize_t arena = (program->arena + LINE - 1) / LINE * LINE;
    run->views = PyMem_Malloc((size_t)(program->inputs + PyTuple_Size(outputs) + 1) * sizeof(Py_buffer));
    run->at = PyMem_Calloc(places, sizeof(char *));
    run->moves = PyMem_Calloc(places, sizeof(Py_ssize_t));
    if (run->views != NULL && run->at != NULL && run->moves != NULL) {
        if (hold_columns(program, run, inputs, outputs) < 0)
            return -1;
        run->memory = PyMem_Malloc((size_t)(arena + uniform_size(run, program->inputs) + LINE));
    }
    if (run->memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    char *base = run->memory + (LINE - (uintptr_t)run->memory % LINE);
    lay(program, run, base, base + arena);
    return 0;
}

static void close_run(Run *run)
{
    for (Py_ssize_t i = 0; i < run->held; i++)
        PyBuffer_Release(&run->views[i]);
    PyMem_Free(run->views);
    PyMem_Free(run->at);
    PyMem_Free(run->moves);
    PyMem_Free(run->memory);
}

static int carry_out(const Program *program, const Run *run)
{
    char **at = run->at;
    const Py_ssize_t moving = given(program);
    int refused = 0;
    for (Py_ssize_t start = 0; start < run->rows; start += BLOCK) {
        const Py_ssize_t left = run->rows - start;
        const size_t n = left < BLOCK ? (size_t)left : BLOCK;
        for (const Step *step = program->code; step < program->code + program->steps; step++) {
            const int32_t *places = step->places;
            refused |= step->kernel(n, at[places[0]], at[places[1]], at[places[2]], at[places[3]], step->number,
                                    step->k, step->items);
        }
        for (Py_ssize_t i = 0; i < moving; i++)
            at[i] += run->moves[i] * (Py_ssize_t)n;
    }
    return refused;
}

static PyObject *run_program(PyObject *self, PyObject *args)
{
    const Program *program = (Program *)self;
    Run run = {0};
    PyObject *inputs, *outputs;
    if (!PyArg_ParseTuple(args, "O!O!n:run", &PyTuple_Type, &inputs, &PyTuple_Type, &outputs, &run.rows))
        return NULL;
    int failed = open_run(program, &run, inputs, outputs) < 0;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        failed = carry_out(program, &run);
        Py_END_ALLOW_THREADS
        if (failed)
            PyErr_SetString(PyExc_ValueError, "scores lie within \u00b11,000,000");
    }
    close_run(&run);
    return failed ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"run", run_program, METH_VARARGS, "Carry the program out over columns; see the stub for its operands."},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot type_slots[] = {
    {Py_tp_new, new_program}, {Py_tp_dealloc, close_program}, {Py_tp_methods, methods}, {0, NULL}};
static PyType_Spec type_spec = {
    .name = "_blocks.Program", .basicsize = sizeof(Program), .flags = Py_TPFLAGS_DEFAULT, .slots = type_slots};

static int add_names(PyObject *module)
{
    PyObject *ops = PyDict_New(), *type = PyType_FromSpec(&type_spec);
    for (int i = 0; ops != NULL && i < OP_COUNT; i++) {
        PyObject *number = PyLong_FromLong(i);
        if (number == NULL || PyDict_SetItemString(ops, OPS[i].name, number) < 0)
            Py_CLEAR(ops);
        Py_XDECREF(number);
    }
    const int failed = ops == NULL || type == NULL || PyModule_AddObjectRef(module, "OPS", ops) < 0 ||
                       PyModule_AddObjectRef(module, "Program", type) < 0;
    Py_XDECREF(ops);
    Py_XDECREF(type);
    return failed || PyModule_AddIntConstant(module, "BLOCK", BLOCK) < 0 ? -1 : 0;
}

static PyModuleDef_Slot exec_slots[] = {{Py_mod_exec, add_names}, {0, NULL}};
static struct PyModuleDef module = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "_blocks", .m_slots = exec_slots};
PyMODINIT_FUNC PyInit__blocks(void) { return PyModuleDef_Init(&module); }
