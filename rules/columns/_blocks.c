#include "rules/native.h"

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_blocks", NULL, 0, NULL};
PyMODINIT_FUNC PyInit__blocks(void) { return PyModuleDef_Init(&module); }
