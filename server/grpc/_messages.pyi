# ruff: noqa: PYI021  # a module in C is described here
"""The messages of an Arrow IPC stream as they were sent."""

def unpacked(stream: object, /) -> tuple[int, int]:
    """Bytes of all buffers once they are unpacked, and where the first message (the schema) ends.

    A few bytes can unpack to gigabytes, so this is told before they are. `stream`: bytes, a memoryview or
    another buffer; nothing is copied. Raises ValueError where something leads outside the stream.
    """
