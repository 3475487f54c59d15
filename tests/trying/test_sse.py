"""Events of a stream."""

from __future__ import annotations

import pytest

from llmpick.trying.sse import MAX_EVENT_BYTES, TooLarge, data_of


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_events_are_whole_wherever_they_are_cut(size):
    """Comments, names and ids are left out; lines of one event are joined."""
    text = (
        ': ping\n\ndata: {"a": 1}\r\n\r\nevent: b\nid: 3\ndata:two\ndata: lines ä\n\n'
        "data: [DONE]\n\ndata: no end"
    ).encode()
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    assert list(data_of(chunks)) == ['{"a": 1}', "two\nlines ä", "[DONE]"]


def test_an_event_without_end_is_refused():
    """Memory is bounded."""
    with pytest.raises(TooLarge):
        list(data_of([b"data: " + b"x" * MAX_EVENT_BYTES]))
