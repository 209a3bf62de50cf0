/* The message of a record batch in an Arrow IPC stream, up to its buffers. */
#ifndef ASSIZE_RECORD_BATCH_H
#define ASSIZE_RECORD_BATCH_H

#include <stddef.h>
#include <stdint.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "numbers are written with their lowest byte first"
#endif

/* A message is a head, a record batch after it, and buffers. The head and the batch are FlatBuffers
   (https://flatbuffers.dev/internals), by https://github.com/apache/arrow/blob/main/format/Message.fbs: tables at
   these places, each after the vtable that says where its fields are; then the vectors. */
typedef struct {
    uint32_t continuation, size; /* of all that follows up to the buffers */
    uint32_t root;
    uint16_t vtable[6];
    int32_t to_vtable;
    uint32_t batch;
    int64_t body_size;
    int16_t version;
    uint8_t type, no_byte;
    uint16_t batch_vtable[5], no_word;
    int32_t batch_to_vtable;
    uint32_t nodes;
    int64_t rows;
    uint32_t buffers, node_count;
} Head;

typedef struct {
    int64_t first, second; /* a node: length and nulls; a buffer: where it begins, and its size */
} Pair;

typedef struct {
    uint32_t none, buffer_count;
} Between;

enum { START = 8, V5 = 4, RECORD_BATCH = 3, PAD = 8 };
#define AT(field) ((uint32_t)(offsetof(Head, field) - START))
_Static_assert(sizeof(Head) == START + 72, "the vectors begin at a multiple of 8");

typedef struct {
    Pair *nodes, *buffers;
    const void **from; /* of each buffer */
    int64_t node_count, buffer_count, body;
} Message;

static inline int64_t size_of(const Message *message)
{
    int64_t pairs = message->node_count + message->buffer_count;
    return (int64_t)(sizeof(Head) + sizeof(Between)) + pairs * (int64_t)sizeof(Pair) + message->body;
}

static inline Head head_of(const Message *message, int64_t rows)
{
    uint32_t nodes = (uint32_t)message->node_count * (uint32_t)sizeof(Pair);
    uint32_t vectors = sizeof(Head) - START, buffer_count = vectors + nodes + offsetof(Between, buffer_count);
    return (Head){
        .continuation = UINT32_MAX,
        .size = (uint32_t)(size_of(message) - message->body - START),
        .root = AT(to_vtable),
        .vtable = {sizeof(uint16_t[6]), AT(batch_vtable) - AT(to_vtable), AT(version) - AT(to_vtable),
                   AT(type) - AT(to_vtable), AT(batch) - AT(to_vtable), AT(body_size) - AT(to_vtable)},
        .to_vtable = AT(to_vtable) - AT(vtable),
        .batch = AT(batch_to_vtable) - AT(batch),
        .body_size = message->body,
        .version = V5,
        .type = RECORD_BATCH,
        .batch_vtable = {sizeof(uint16_t[5]), AT(node_count) - AT(batch_to_vtable), AT(rows) - AT(batch_to_vtable),
                         AT(nodes) - AT(batch_to_vtable), AT(buffers) - AT(batch_to_vtable)},
        .batch_to_vtable = AT(batch_to_vtable) - AT(batch_vtable),
        .nodes = AT(node_count) - AT(nodes),
        .rows = rows,
        .buffers = buffer_count - AT(buffers),
        .node_count = (uint32_t)message->node_count,
    };
}

#endif
