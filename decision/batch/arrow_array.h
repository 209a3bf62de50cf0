/* Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): columns that are handed over
 * by their addresses, and released by whoever took them. */
#ifndef ASSIZE_DECISION_ARROW_ARRAY_H
#define ASSIZE_DECISION_ARROW_ARRAY_H

#include <stdint.h>
#include <string.h>

typedef struct ArrowArray ArrowArray;
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    ArrowArray **children;
    ArrowArray *dictionary;
    void (*release)(ArrowArray *);
    void *private_data;
};

/* An array is moved by copying it and marking the old place as released. */
static void move_array(ArrowArray *from, ArrowArray *to)
{
    memcpy(to, from, sizeof *to);
    from->release = NULL;
}

static void release_array(ArrowArray *array)
{
    if (array && array->release) array->release(array);
}

#endif
