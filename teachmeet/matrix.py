"""A URL as the modules of a QR code: for the terminal, which draws it in blocks, and for the wall, which is sent it."""

from functools import lru_cache
from typing import Any

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of modules, True where it is dark; no quiet zone."""


@lru_cache(maxsize=16)
def matrix(url: str) -> Matrix:
    """The smallest code that holds a URL, with the strongest error correction that does not make it larger."""
    best: QRCode[Any] | None = None
    for level in (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H):
        code: QRCode[Any] = QRCode(error_correction=level, border=0)
        code.add_data(url)
        if best is not None and code.best_fit() > best.version:
            break
        best = code
    assert best is not None
    return tuple(tuple(map(bool, row)) for row in best.get_matrix())


def rows(url: str) -> tuple[str, ...]:
    """The same as text: a row each, `1` where it is dark; none of no URL."""
    return tuple("".join("01"[dark] for dark in row) for row in matrix(url)) if url else ()
