/* Codes of a dictionary. They are read without their signs: one below 0 is more than any above it. */
#ifndef ASSIZE_SENT_CODES_H
#define ASSIZE_SENT_CODES_H

#include "server/grpc/columns.h"

typedef struct {
    const char *at; /* of the array's buffer, so that rows are places in it from the array's offset on */
    const uint8_t *valid;
    int width;
    uint64_t words; /* that codes can lead to: codes from this number on lead nowhere */
} Codes;

READ(code_1, uint8_t)
READ(code_2, uint16_t)
READ(code_4, uint32_t)
READ(code_8, uint64_t)

static Codes codes_of(const Schema *schema, const Array *array)
{
    static const char types[] = "cCsSiIlL";
    int64_t type = strchr(types, schema->format[0]) - types;
    int width = 1 << type / 2;
    uint64_t words = (uint64_t)array->dictionary->length, below_zero = (uint64_t)1 << (8 * width - 1);
    if (type % 2 == 0 && words > below_zero) words = below_zero;
    return (Codes){array->buffers[1], array->buffers[0], width, words};
}

static inline uint64_t code_at(const Codes *codes, int64_t place)
{
    switch (codes->width) {
    case 1: return code_1(codes->at, place);
    case 2: return code_2(codes->at, place);
    case 4: return code_4(codes->at, place);
    default: return code_8(codes->at, place);
    }
}

#endif
