"""Which language the system speaks, as it says itself: on POSIX in the environment, on Windows when asked."""

import sys
from collections.abc import Mapping

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where POSIX systems say it; the first that says anything."""


def system_language(environment: Mapping[str, str]) -> str:
    """A code such as `ca_ES.UTF-8` or `es-MX`; empty when the system does not say, or says `C`, which is nobody's."""
    named = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    if not named and sys.platform == "win32":
        named = _windows()
    return "" if named.partition(".")[0] in ("C", "POSIX") else named


def _windows() -> str:
    import ctypes

    longest = 85  # LOCALE_NAME_MAX_LENGTH
    name = ctypes.create_unicode_buffer(longest)
    windll = getattr(ctypes, "windll")  # noqa: B009  # there only on Windows, and mypy reads this elsewhere
    return name.value if windll.kernel32.GetUserDefaultLocaleName(name, longest) else ""
