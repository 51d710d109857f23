"""The collection of odd files, made by code: files that must be read, and files that must be
refused.
"""

from __future__ import annotations

from tests.data.odd_binary import BINARY, OLD
from tests.data.odd_heavy import HEAVY
from tests.data.odd_making import Odd
from tests.data.odd_sound import SOUND, UNSOUND
from tests.data.odd_text import OPEN, TEXTS
from tests.data.odd_workbooks import REFUSED, VALID
from tests.data.odd_zips import ARCHIVES, PACKAGES

ODD_FILES: dict[str, Odd] = {
    odd.name: odd
    for odd in (
        *VALID,
        *REFUSED,
        *PACKAGES,
        *ARCHIVES,
        *OLD,
        *BINARY,
        *OPEN,
        *TEXTS,
        *SOUND,
        *UNSOUND,
        *HEAVY,
    )
}
