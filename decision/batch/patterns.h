/* Lists of words, row after row. The conditions of a row are bits, eight to a pattern; the codes that a pattern
 * stands for are looked up, stored all eight at once, and what follows is written over those that are too many. */
#ifndef ASSIZE_DECISION_PATTERNS_H
#define ASSIZE_DECISION_PATTERNS_H

#include "decision/batch/columns.h"

enum { LANES = 8, PATTERNS = 256, BLOCK = 4096 };

typedef struct {
    int16_t codes[LANES];
} Words;

/* What lists are made of: `patterns` are those of each group of eight words, row after row. */
typedef struct {
    Py_ssize_t rows, groups, words;
    const int16_t *places;
    uint8_t *patterns;
} Lists;

KERNEL static void clear(const uint8_t *restrict refused, uint8_t *restrict patterns, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) patterns[row] = refused[row] ? 0 : patterns[row];
}

KERNEL static void count(const uint8_t *restrict patterns, uint16_t *restrict lengths, Py_ssize_t rows)
{
    for (Py_ssize_t row = 0; row < rows; row++) {
        uint8_t bits = patterns[row];
        bits = (uint8_t)(bits - (bits >> 1 & 0x55));
        bits = (uint8_t)((bits & 0x33) + (bits >> 2 & 0x33));
        lengths[row] = (uint16_t)(lengths[row] + ((bits + (bits >> 4)) & 0x0f));
    }
}

static Py_ssize_t least(Py_ssize_t one, Py_ssize_t other) { return one < other ? one : other; }

/* Where the list of each row begins and ends. */
static void set_offsets(const Lists *lists, int32_t *offsets)
{
    uint16_t lengths[BLOCK];
    int32_t total = 0;
    offsets[0] = 0;
    for (Py_ssize_t start = 0; start < lists->rows; start += BLOCK) {
        Py_ssize_t inside = least(BLOCK, lists->rows - start);
        memset(lengths, 0, sizeof lengths);
        for (Py_ssize_t group = 0; group < lists->groups; group++)
            count(lists->patterns + group * lists->rows + start, lengths, inside);
        for (Py_ssize_t row = 0; row < inside; row++) offsets[start + row + 1] = total += lengths[row];
    }
}

/* The codes of every pattern of a group, and how many each has. */
static void set_table(const int16_t *places, Py_ssize_t lanes, Words *table, uint8_t *counts)
{
    memset(table, 0, PATTERNS * sizeof *table);
    counts[0] = 0;
    for (Py_ssize_t lane = 0; lane < LANES; lane++) {
        for (Py_ssize_t pattern = (Py_ssize_t)1 << lane; pattern < (Py_ssize_t)2 << lane; pattern++) {
            Py_ssize_t rest = pattern - ((Py_ssize_t)1 << lane);
            table[pattern] = table[rest];
            if (lane < lanes) table[pattern].codes[counts[rest]] = places[lane];
            counts[pattern] = (uint8_t)(counts[rest] + 1);
        }
    }
}

/* The codes of some rows. With `whole` all eight of a pattern are stored at once, and those too many written over
 * by what follows. */
static inline int16_t *set_some(const uint8_t *restrict patterns, Py_ssize_t rows, Py_ssize_t groups, Py_ssize_t from,
                                Py_ssize_t upto, const Words *restrict tables, const uint8_t *restrict counts,
                                int16_t *restrict to, int whole)
{
    for (Py_ssize_t row = from; row < upto; row++) {
        const uint8_t *pattern = patterns + row;
        const Words *table = tables;
        for (Py_ssize_t group = 0; group < groups; group++, pattern += rows, table += PATTERNS) {
            memcpy(to, table + *pattern, whole ? sizeof *table : counts[*pattern] * sizeof(int16_t));
            to += counts[*pattern];
        }
    }
    return to;
}

static void set_codes(const Lists *lists, const Words *tables, const uint8_t *counts, const int32_t *offsets,
                      int16_t *codes)
{
    Py_ssize_t rows = lists->rows, free_rows = rows;
    while (free_rows > 0 && offsets[free_rows] > offsets[rows] - LANES) free_rows--;
    int16_t *to = set_some(lists->patterns, rows, lists->groups, 0, free_rows, tables, counts, codes, 1);
    set_some(lists->patterns, rows, lists->groups, free_rows, rows, tables, counts, to, 0);
}

static PyObject *codes_of(const Lists *lists, const int32_t *offsets)
{
    PyObject *codes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)sizeof(int16_t) * offsets[lists->rows]);
    if (!codes || !offsets[lists->rows]) return codes;
    Words *tables = PyMem_Malloc((size_t)lists->groups * PATTERNS * sizeof *tables);
    if (!tables) {
        Py_DECREF(codes);
        return PyErr_NoMemory();
    }
    int16_t *to = (int16_t *)PyBytes_AsString(codes);
    uint8_t counts[PATTERNS];
    Py_BEGIN_ALLOW_THREADS;
    for (Py_ssize_t group = 0; group < lists->groups; group++)
        set_table(lists->places + group * LANES, least(LANES, lists->words - group * LANES),
                  tables + group * PATTERNS, counts);
    set_codes(lists, tables, counts, offsets, to);
    Py_END_ALLOW_THREADS;
    PyMem_Free(tables);
    return codes;
}

/* (offsets, codes) of patterns that are set but for the refused rows. */
static PyObject *written(const Lists *lists, const uint8_t *refused)
{
    PyObject *offsets = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)sizeof(int32_t) * (lists->rows + 1));
    if (!offsets) return NULL;
    int32_t *ends = (int32_t *)PyBytes_AsString(offsets);
    Py_BEGIN_ALLOW_THREADS;
    for (Py_ssize_t group = 0; refused && group < lists->groups; group++)
        clear(refused, lists->patterns + group * lists->rows, lists->rows);
    set_offsets(lists, ends);
    Py_END_ALLOW_THREADS;
    PyObject *codes = codes_of(lists, ends);
    PyObject *both = codes ? PyTuple_Pack(2, offsets, codes) : NULL;
    Py_DECREF(offsets);
    Py_XDECREF(codes);
    return both;
}

/* Room for patterns; 0: done. A list must not have more words in all than offsets can tell. */
static int set_patterns(Lists *lists)
{
    lists->groups = (lists->words + LANES - 1) / LANES;
    if (lists->words > INT16_MAX || (lists->words && lists->rows > INT32_MAX / lists->words)) {
        PyErr_SetString(PyExc_ValueError, "too many rows and words for one batch of lists");
        return -1;
    }
    lists->patterns = PyMem_Malloc((size_t)(lists->groups * lists->rows) + 1);
    if (lists->patterns) return 0;
    PyErr_NoMemory();
    return -1;
}

#endif
