"""The fair floor of a page: from a session's third visit to a page, the second visit's messages are
resent.

The browser draws exactly the same page, with all its charts, but none of our code runs. This
patches Streamlit's internals (the call that runs a script, and the queue of its messages), so it
fits only the pinned version.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import script_runner

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pages.shared.session.startup import lifespan  # noqa: E402 (the path above is what finds it)

RECORDED = 2  # the first visit in which nothing is opened or counted for the first time
looks: Counter[tuple[str, str]] = Counter()
kept: dict[tuple[str, str], list[ForwardMsg]] = {}
_ordinary = script_runner.exec_func_with_error_handling  # pyright: ignore[reportPrivateImportUsage]


def _run(script: Any, context: Any) -> Any:
    """Run the script, or resend its recorded messages."""
    look = (context.session_id, context.page_script_hash)
    looks[look] += 1
    if looks[look] > RECORDED:
        for message in kept[look]:
            context._enqueue(message)
        return None, True, None, False, None
    if looks[look] == RECORDED:
        kept[look], send = [], context._enqueue

        def keep(message: ForwardMsg) -> None:
            kept[look].append(_copied(message))
            send(message)

        context._enqueue = keep
    return _ordinary(script, context)


def _copied(message: ForwardMsg) -> ForwardMsg:
    copy = ForwardMsg()
    copy.CopyFrom(message)
    return copy


script_runner.exec_func_with_error_handling = _run  # pyright: ignore[reportPrivateImportUsage]
app = st.App(ROOT / "pages" / "main.py", lifespan=lifespan)
