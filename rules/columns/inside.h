/* What is asked of places before anything is written there. */
#ifndef ASSIZE_INSIDE_H
#define ASSIZE_INSIDE_H

#include "rules/native.h"

/* Whether all places are below `size`; a negative one is not. */
KERNEL static int inside(const int32_t *restrict places, Py_ssize_t count, Py_ssize_t size)
{
    uint32_t last = 0;
    for (Py_ssize_t i = 0; i < count; i++)
        last = (uint32_t)places[i] > last ? (uint32_t)places[i] : last;
    return count == 0 || (last <= INT32_MAX && (Py_ssize_t)last < size);
}

#endif
