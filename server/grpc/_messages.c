/* The messages of an Arrow IPC stream as they were sent: what they take once they are unpacked. */
#include "rules/native.h"
#include "server/grpc/sums.h"

#include <string.h>

/* https://github.com/apache/arrow/blob/main/format/Message.fbs: the places of fields in their tables. */
enum { HEADER_TYPE = 1, HEADER = 2, BODY_LENGTH = 3, CUSTOM_METADATA = 4 };
enum { DICTIONARY_BATCH = 2, RECORD_BATCH = 3, DICTIONARY_DATA = 1 };
enum { BUFFERS = 2, COMPRESSION = 3, KEY = 0 };
enum { CONTINUATION = -1 };
/* How Arrow 0.17 said it, which Arrow still reads. */
static const char COMPRESSED[] = "ARROW:experimental_compression";

typedef struct {
    const uint8_t *data;
    int64_t size;
} Bytes;

/* All of these set `lost` where something would be read that is not there. Place 0 is that of what is not set. */
static int64_t number(Bytes from, int64_t at, int width, int *lost)
{
    int64_t found = 0;
    *lost |= at < 0 || at > from.size - width;
    if (!*lost) memcpy(&found, from.data + at, (size_t)width);
    return found;
}

static int64_t signed_32(Bytes from, int64_t at, int *lost) { return (int32_t)number(from, at, 4, lost); }

/* Where a field of a table of FlatBuffers is (https://flatbuffers.dev/internals): its vtable says so. */
static int64_t place(Bytes from, int64_t table, int field, int *lost)
{
    int64_t vtable = table - signed_32(from, table, lost), at = 4 + 2 * field;
    if (at >= number(from, vtable, 2, lost)) return 0;
    int64_t offset = number(from, vtable + at, 2, lost);
    return offset ? table + offset : 0;
}

static int64_t target(Bytes from, int64_t at, int *lost) { return at + number(from, at, 4, lost); }

/* Where the table, the text or the vector is that a field leads to. */
static int64_t led_to(Bytes from, int64_t table, int field, int *lost)
{
    int64_t at = place(from, table, field, lost);
    return at ? target(from, at, lost) : 0;
}

static int is_key(Bytes from, int64_t text, int *lost)
{
    const int64_t size = sizeof COMPRESSED - 1;
    if (!text || number(from, text, 4, lost) != size || text + 4 > from.size - size) return 0;
    return !memcmp(from.data + text + 4, COMPRESSED, (size_t)size);
}

static int is_compressed(Bytes from, int64_t message, int64_t batch, int *lost)
{
    if (place(from, batch, COMPRESSION, lost)) return 1;
    int64_t pairs = led_to(from, message, CUSTOM_METADATA, lost);
    int64_t count = pairs ? number(from, pairs, 4, lost) : 0;
    for (int64_t each = 0; each < count && !*lost; each++) {
        int64_t pair = target(from, pairs + 4 + 4 * each, lost);
        if (is_key(from, led_to(from, pair, KEY, lost), lost)) return 1;
    }
    return 0;
}

/* A compressed buffer begins with its unpacked length; -1: it is stored as it is. */
static int64_t unpacked_buffers(Bytes head, int64_t batch, Bytes body, int *lost)
{
    int64_t buffers = led_to(head, batch, BUFFERS, lost), size = 0;
    int64_t count = buffers ? number(head, buffers, 4, lost) : 0;
    for (int64_t each = 0; each < count && !*lost; each++) {
        int64_t offset = number(head, buffers + 4 + 16 * each, 8, lost);
        int64_t length = number(head, buffers + 12 + 16 * each, 8, lost);
        int64_t unpacked = length ? number(body, offset, 8, lost) : 0;
        size = plus(size, unpacked < 0 ? length : unpacked);
    }
    return size;
}

static int64_t unpacked_body(Bytes head, int64_t message, Bytes body, int *lost)
{
    int64_t type_at = place(head, message, HEADER_TYPE, lost);
    int64_t type = type_at ? number(head, type_at, 1, lost) : 0;
    if (type != RECORD_BATCH && type != DICTIONARY_BATCH) return 0;
    int64_t batch = led_to(head, message, HEADER, lost);
    if (batch && type == DICTIONARY_BATCH) batch = led_to(head, batch, DICTIONARY_DATA, lost);
    if (!batch || !is_compressed(head, message, batch, lost)) return body.size;
    return unpacked_buffers(head, batch, body, lost);
}

/* The next `size` bytes, which are stepped over. */
static Bytes taken(Bytes *stream, int64_t size, int *lost)
{
    *lost |= size < 0 || size > stream->size;
    Bytes found = {stream->data, *lost ? 0 : size};
    stream->data += found.size;
    stream->size -= found.size;
    return found;
}

/* The next message is stepped over. Its unpacked size; -1: it says that it is the end. */
static int64_t next_message(Bytes *stream, int *lost)
{
    int64_t size = signed_32(taken(stream, 4, lost), 0, lost);
    if (size == CONTINUATION) size = signed_32(taken(stream, 4, lost), 0, lost);
    if (size == 0) return -1;
    Bytes head = taken(stream, size, lost);
    int64_t message = target(head, 0, lost), body_at = place(head, message, BODY_LENGTH, lost);
    Bytes body = taken(stream, body_at ? number(head, body_at, 8, lost) : 0, lost);
    return unpacked_body(head, message, body, lost);
}

static PyObject *unpacked(PyObject *Py_UNUSED(module), PyObject *sent)
{
    Py_buffer view;
    if (PyObject_GetBuffer(sent, &view, PyBUF_SIMPLE) < 0) return NULL;
    Bytes stream = {view.buf, view.len};
    int64_t size = 0, first = 0;
    int lost = 0;
    while (stream.size && !lost) {
        int64_t more = next_message(&stream, &lost);
        if (more < 0) break;
        size = plus(size, more);
        if (!first) first = view.len - stream.size;
    }
    PyBuffer_Release(&view);
    if (lost) return PyErr_Format(PyExc_ValueError, "a buffer lies outside its message");
    return Py_BuildValue("(LL)", (long long)size, (long long)first);
}

static PyMethodDef methods[] = {
    {"unpacked", unpacked, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_messages", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit__messages(void) { return PyModuleDef_Init(&module); }
