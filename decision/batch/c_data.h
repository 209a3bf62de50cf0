/* Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): columns that are handed over
 * by their addresses, and released by whoever took them. */
#ifndef ASSIZE_C_DATA_H
#define ASSIZE_C_DATA_H

#include <stdint.h>
#include <string.h>

enum { EPOCH = 719163 }; /* the ordinal of 1970-01-01, from which Arrow counts days */

typedef struct ArrowSchema ArrowSchema;
struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    ArrowSchema **children, *dictionary;
    void (*release)(ArrowSchema *);
    void *private_data;
};

typedef struct ArrowArray ArrowArray;
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    ArrowArray **children, *dictionary;
    void (*release)(ArrowArray *);
    void *private_data;
};

/* An array is moved by copying it and marking the old place as released. */
static inline void move_array(ArrowArray *from, ArrowArray *to)
{
    memcpy(to, from, sizeof *to);
    from->release = NULL;
}

static inline void release_array(ArrowArray *array)
{
    if (array && array->release) array->release(array);
}

#endif
