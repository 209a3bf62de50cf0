/* Tables of words, and how a text is looked up in one. */
#ifndef ASSIZE_WORDS_H
#define ASSIZE_WORDS_H

#include "decision/batch/intake/cells.h"

#define WORDS "assize.words" /* the name of capsules that hold a table */

/* Texts of up to 16 bytes are told by these, others by them and the rest. */
typedef struct {
    uint64_t start, next;
    int64_t length; /* -1: no word */
} Key;

typedef struct {
    Key key;
    int32_t number;
    uint32_t place; /* of its letters */
} Word;

/* Open addressing; the number of slots is a power of two. */
typedef struct {
    uint32_t slots;
    uint8_t *letters;
    Word words[];
} Words;

/* `end`: where the memory ends that the text lies in. Words of several lengths take turns, so that to branch
   on their lengths would be slow. */
static inline Key key_of(const uint8_t *text, int64_t length, const uint8_t *end)
{
    static const uint64_t masks[] = {0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff,
                                     0xffffffffffffff, ~(uint64_t)0};
    uint64_t both[2] = {0};
    if (end - text >= 16)
        memcpy(both, text, 16);
    else
        memcpy(both, text, (size_t)(length < 16 ? length : 16));
    int64_t first = length < 8 ? length : 8, second = length < 16 ? length - first : 8;
    return (Key){both[0] & masks[first], both[1] & masks[second], length};
}

static inline uint64_t hash_of(Key key)
{
    uint64_t hash = (key.start ^ (uint64_t)key.length) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 32 ^ key.next) * 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 32;
}

/* The slot of a word, or the empty one where it would be. */
static inline const Word *slot_of(const Words *words, Key key, const uint8_t *text)
{
    for (uint64_t slot = hash_of(key);; slot++) {
        const Word *word = &words->words[slot & (words->slots - 1)];
        if (word->key.length < 0) return word;
        bool differs = (word->key.start ^ key.start) | (word->key.next ^ key.next) |
                       (uint64_t)(word->key.length ^ key.length);
        if (!differs && (key.length <= 16 || !memcmp(words->letters + word->place, text, (size_t)key.length)))
            return word;
    }
}

/* `unknown` is the number of cells without a word; `skip_empty`: an empty text is null. */
typedef struct {
    const Words *words;
    int32_t unknown;
    bool skip_empty;
} Reading;

static inline uint8_t look(const Reading *reading, Key key, const uint8_t *text, int32_t *number)
{
    *number = reading->unknown;
    if (!key.length && reading->skip_empty) return GONE;
    const Word *word = slot_of(reading->words, key, text);
    if (word->key.length < 0) return WRONG;
    *number = word->number;
    return KNOWN;
}

#endif
