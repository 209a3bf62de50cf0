/* Tables of words, and how a text is looked up in one. */
#ifndef ASSIZE_WORDS_H
#define ASSIZE_WORDS_H

#include "decision/batch/intake/texts.h"

#define WORDS "assize.words" /* the name of capsules that hold a table */

enum { SHORT = 16 };

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

/* Open addressing; the number of slots is a power of two, and each word lies at or soon behind its home. The
   words are those of a rulebook: the texts of rows, whatever they are, cannot make the way to one longer. */
typedef struct {
    uint32_t slots;
    int shift;
    uint64_t spread; /* a multiplier that brings as many words home as can be */
    int64_t longest;
    const Word *only; /* NULL: there is more than one, or none */
    uint8_t *letters;
    Word *slot;
} Words;

static inline bool are_same(Key one, Key other)
{
    return !((one.start ^ other.start) | (one.next ^ other.next) | (uint64_t)(one.length ^ other.length));
}

/* `both` are the first 16 bytes of a text, with anything behind its end. Words of several lengths take turns,
   so that to branch on their lengths would be slow. */
static inline Key key_within(const uint64_t *both, int64_t length)
{
#define BYTES(count) ((count) < 8 ? ((uint64_t)1 << 8 * ((count) & 7)) - 1 : ~(uint64_t)0)
#define PAIR(count) {BYTES(count), (count) < 8 ? 0 : BYTES((count) - 8)}
    static const uint64_t masks[SHORT + 1][2] = {
        PAIR(0), PAIR(1), PAIR(2),  PAIR(3),  PAIR(4),  PAIR(5),  PAIR(6),  PAIR(7),  PAIR(8),
        PAIR(9), PAIR(10), PAIR(11), PAIR(12), PAIR(13), PAIR(14), PAIR(15), PAIR(16),
    };
    const uint64_t *mask = masks[length < SHORT ? length : SHORT];
    return (Key){both[0] & mask[0], both[1] & mask[1], length};
}

static inline Key key_of(const uint8_t *text, int64_t length)
{
    uint64_t both[2] = {0};
    memcpy(both, text, (size_t)(length < SHORT ? length : SHORT));
    return key_within(both, length);
}

static inline uint64_t home_of(const Words *words, Key key)
{
    return (key.start ^ key.next ^ (uint64_t)key.length) * words->spread >> words->shift;
}

/* The slot of a word, or the empty one where it would be. */
static inline Word *slot_of(const Words *words, Key key, const uint8_t *text)
{
    for (uint64_t slot = home_of(words, key);; slot++) {
        Word *word = &words->slot[slot & (words->slots - 1)];
        if (word->key.length < 0) return word;
        if (are_same(word->key, key) &&
            (key.length <= SHORT || !memcmp(words->letters + word->place, text, (size_t)key.length)))
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
    const Word *word = slot_of(reading->words, key, text);
    bool is_word = word->key.length >= 0;
    *number = is_word ? word->number : reading->unknown;
    return is_word ? KNOWN : !key.length && reading->skip_empty ? GONE : WRONG;
}

/* A bit for each of 64 bytes, which are 0 or 1. */
INLINE uint64_t bits_of(const uint8_t *bytes)
{
    uint64_t bits = 0, eight;
    for (int at = 0; at < BLOCK; at += 8) {
        memcpy(&eight, bytes + at, 8);
        bits |= (eight * 0x0102040810204080u >> 56) << at;
    }
    return bits;
}

/* The numbers of 64 texts that are short words and at home; those of the others are anything. Returns which
   these are. 16 bytes of each can be read. */
INLINE uint64_t others_of(const Words *words, const uint8_t *letters, const int64_t *restrict offsets,
                          int32_t *restrict numbers)
{
    const Words table = *words;
    uint8_t others[BLOCK];
    for (int at = 0; at < BLOCK; at++) {
        uint64_t both[2];
        memcpy(both, letters + offsets[at], SHORT);
        Key key = key_within(both, offsets[at + 1] - offsets[at]);
        const Word *word = table.slot + home_of(&table, key);
        numbers[at] = word->number;
        others[at] = !are_same(word->key, key);
    }
    if (table.longest > SHORT)
        for (int at = 0; at < BLOCK; at++) others[at] |= offsets[at + 1] - offsets[at] > SHORT;
    return bits_of(others);
}

/* Whether a block of texts holds the only word of a table wherever it is known, and nothing elsewhere. */
INLINE bool is_repeated(const Words *words, const uint8_t *letters, const int64_t *restrict offsets,
                        uint64_t known)
{
    int64_t length = words->longest, whole = offsets[BLOCK] - offsets[0];
    const uint8_t *start = letters + offsets[0];
    uint8_t are_as_long[BLOCK];
    if (!length || !whole || whole != length * __builtin_popcountll(known)) return false;
    for (int at = 0; at < BLOCK; at++) are_as_long[at] = offsets[at + 1] - offsets[at] == length;
    return bits_of(are_as_long) == known && !memcmp(start, words->letters, (size_t)length) &&
           !memcmp(start, start + length, (size_t)(whole - length));
}

/* The numbers and marks of up to 64 texts. Returns what there is among the marks. BEYOND: offsets lead
   elsewhere. */
INLINE int look_block(const Reading *reading, const Texts *texts, int64_t first, int count,
                      int32_t *restrict numbers, uint8_t *restrict marks)
{
    int64_t offsets[BLOCK + 1], length;
    const uint8_t *text;
    uint64_t known = bits_at(&texts->column, first, count), others = known, all = ~(uint64_t)0;
    int found = has_gone(known, count);
    if (count == BLOCK && can_read(texts, first, SHORT, offsets)) {
        const Words *words = reading->words;
        mark_block(known, marks);
        if (words->only && is_repeated(words, texts->column.letters, offsets, known)) {
            for (int at = 0; at < BLOCK; at++) numbers[at] = words->only->number;
            others = 0;
        } else {
            others &= others_of(words, texts->column.letters, offsets, numbers);
        }
    } else {
        memset(marks, GONE, (size_t)count);
    }
    for (uint64_t gone = ~known & all >> (BLOCK - count); gone; gone &= gone - 1)
        numbers[__builtin_ctzll(gone)] = reading->unknown;
    for (; others; others &= others - 1) {
        int at = __builtin_ctzll(others);
        if (!text_at(texts, first + at, &text, &length)) return BEYOND;
        marks[at] = look(reading, key_of(text, length), text, &numbers[at]);
        found |= has_mark(marks[at]);
    }
    return found;
}

#endif
