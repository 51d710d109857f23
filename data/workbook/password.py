"""Decrypt a workbook with its password, in the child and in memory; the password is never
stored."""

from __future__ import annotations

import io
from types import SimpleNamespace

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
from msoffcrypto.format import xls97

from data.workbook.ole import DAMAGE
from data.workbook.refusals import refused

_EXCELS_OWN = (
    "VelvetSweatshop"  # Excel uses this without asking for a password if a workbook is read-only
)
xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)  # the decrypted file stays in memory


def opened(content: bytes, password: str) -> bytes:
    """Return the workbook without its protection. Raises UserError if the password is missing or
    wrong.
    """
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        _give_key(file, password or _EXCELS_OWN)
    except InvalidKeyError as no:
        raise refused("password_wrong" if password else "password_needed") from no
    except (DecryptionError, FileFormatError, ParseError, NotImplementedError) as no:
        raise refused("password_unknown") from no
    except DAMAGE as damage:
        raise refused("cut_short") from damage
    return _plain(file)


def _plain(file) -> bytes:
    """Return the decrypted file; the key has already been checked."""
    plain = io.BytesIO()
    try:
        file.decrypt(plain)
    except (InvalidKeyError, DecryptionError, *DAMAGE) as damage:
        raise refused("cut_short") from damage
    return plain.getvalue()


def _give_key(file, password: str) -> None:
    if file.format == "ooxml":
        file.load_key(password=password, verify_password=True)
    else:
        file.load_key(password=password)
