/* Texts and their codes. Texts are not copied: whoever keeps the pool keeps their memory. */
#ifndef ASSIZE_POOL_H
#define ASSIZE_POOL_H

#include "decision/batch/intake/cells.h"
#include <stdlib.h>

typedef struct {
    const uint8_t *text;
    int64_t length;
} Entry;

typedef struct {
    uint32_t hash, code; /* code 0: no text */
} Slot;

/* Open addressing, at most half full. `kept` is a list of what holds the memory of the texts. */
typedef struct {
    uint32_t slots, count, room;
    uint64_t seed; /* secret, so that nobody can make up texts that all have one hash */
    Slot *slot;
    Entry *entries; /* of code 1 on */
    PyObject *kept;
} Pool;

static inline uint64_t mix(uint64_t one, uint64_t other)
{
    __uint128_t product = (__uint128_t)one * other;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t eight_at(const uint8_t *text)
{
    uint64_t word;
    memcpy(&word, text, 8);
    return word;
}

/* Up to seven bytes as a number. Plain loads, for to copy them would wait for the copy. */
static inline uint64_t few_at(const uint8_t *text, int64_t length)
{
    uint32_t start, end;
    if (length < 4)
        return length ? text[0] | (uint64_t)text[length / 2] << 8 | (uint64_t)text[length - 1] << 16 : 0;
    memcpy(&start, text, 4);
    memcpy(&end, text + length - 4, 4);
    return start | (uint64_t)end << 32;
}

static inline uint32_t hash_of(uint64_t seed, const uint8_t *text, int64_t length)
{
    uint64_t hash = seed ^ (uint64_t)length;
    for (int64_t at = 0; at + 8 < length; at += 8)
        hash = mix(hash ^ eight_at(text + at), seed ^ 0xA0761D6478BD642Fu);
    /* The last eight bytes may be among those before them. */
    uint64_t last = length < 8 ? few_at(text, length) : eight_at(text + length - 8);
    hash = mix(hash ^ last, seed ^ 0xE7037ED1A0B428DBu);
    return (uint32_t)(hash ^ hash >> 32);
}

static inline bool are_equal(const uint8_t *one, const uint8_t *other, int64_t length)
{
    if (length < 8) return few_at(one, length) == few_at(other, length);
    uint64_t differ = eight_at(one + length - 8) ^ eight_at(other + length - 8);
    for (int64_t at = 0; at + 8 < length && !differ; at += 8)
        differ = eight_at(one + at) ^ eight_at(other + at);
    return !differ;
}

/* Room for so many texts more. */
static inline bool grow(Pool *pool, int64_t more)
{
    int64_t count = pool->count + more;
    if (count > 1 << 30) return false;
    if (count > pool->room) {
        int64_t room = 2 * count;
        Entry *entries = realloc(pool->entries, (size_t)room * sizeof(Entry));
        if (!entries) return false;
        pool->entries = entries;
        pool->room = (uint32_t)room;
    }
    uint32_t slots = pool->slots ? pool->slots : 256;
    while (slots < 2 * count) slots *= 2;
    if (slots == pool->slots) return true;
    Slot *slot = calloc(slots, sizeof(Slot));
    if (!slot) return false;
    for (uint32_t at = 0; at < pool->slots; at++) {
        if (!pool->slot[at].code) continue;
        uint32_t to = pool->slot[at].hash & (slots - 1);
        while (slot[to].code) to = (to + 1) & (slots - 1);
        slot[to] = pool->slot[at];
    }
    free(pool->slot);
    pool->slot = slot;
    pool->slots = slots;
    return true;
}

/* The code of a text; there is room for it. */
static inline uint32_t code_of(Pool *pool, Entry text, uint32_t hash)
{
    for (uint32_t at = hash & (pool->slots - 1);; at = (at + 1) & (pool->slots - 1)) {
        Slot *slot = &pool->slot[at];
        if (!slot->code) {
            pool->entries[pool->count++] = text;
            *slot = (Slot){hash, pool->count};
            return slot->code;
        }
        const Entry *entry = &pool->entries[slot->code - 1];
        if (slot->hash == hash && entry->length == text.length &&
            are_equal(entry->text, text.text, text.length))
            return slot->code;
    }
}

/* The codes of up to 64 texts. What the search for each will need is fetched from memory for all at once, for
   to wait for it takes longer than the search. False: there is no room. */
static inline bool codes_of_block(Pool *pool, const Entry *texts, int count, uint32_t *codes)
{
    uint32_t hashes[BLOCK], mask;
    if (!grow(pool, count)) return false;
    mask = pool->slots - 1;
    for (int at = 0; at < count; at++) {
        hashes[at] = hash_of(pool->seed, texts[at].text, texts[at].length);
        __builtin_prefetch(&pool->slot[hashes[at] & mask], 1);
    }
    for (int at = 0; at < count; at++) {
        uint32_t code = pool->slot[hashes[at] & mask].code;
        if (code) __builtin_prefetch(&pool->entries[code - 1]);
    }
    for (int at = 0; at < count; at++) {
        uint32_t code = pool->slot[hashes[at] & mask].code;
        if (code) __builtin_prefetch(pool->entries[code - 1].text);
    }
    for (int at = 0; at < count; at++) codes[at] = code_of(pool, texts[at], hashes[at]);
    return true;
}

#endif
