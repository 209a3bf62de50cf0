"""Whether Arrow data that came from elsewhere is sound: wrong offsets would lead into foreign memory."""

from __future__ import annotations

from assize.decision.batch.validated import Validated
from assize.server.grpc._sent import look


def sound_sizes(sent: Validated) -> list[int]:
    """The bytes of each column when each row has its own values, 8 for each that is no text.

    A long text that many rows share, or a list of nulls, takes few bytes as it is sent. Raises ArrowInvalid
    where an offset or a code leads elsewhere, or a text is not UTF-8.
    """
    sizes, doubtful = look(*sent.memory)
    for place in doubtful:
        sent.batch.column(place).validate(full=True)
    return sizes
