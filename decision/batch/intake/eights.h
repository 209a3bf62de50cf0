/* Bytes of the elements of a list, eight at a time: most lists have no more. */
#ifndef ASSIZE_EIGHTS_H
#define ASSIZE_EIGHTS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A byte in each of eight. */
#define EIGHT(BYTE) ((uint64_t)0x0101010101010101 * (BYTE))

/* All bytes of a list put together with `or`, in eights. `room`: how many may be read from its first on, not
   fewer than it is long. */
static inline uint64_t eights_of(const uint8_t *bytes, ptrdiff_t length, ptrdiff_t room)
{
    static const uint8_t only[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    uint64_t found = 0, some, mask;
    for (; length > 8; length -= 8, room -= 8, bytes += 8) {
        memcpy(&some, bytes, sizeof some);
        found |= some;
    }
    if (room < 8) {
        for (ptrdiff_t i = 0; i < length; i++)
            found |= bytes[i];
        return found;
    }
    memcpy(&some, bytes, sizeof some);
    memcpy(&mask, only + 8 - length, sizeof mask);
    return found | (some & mask);
}

#endif
