"""Opens a file that was written, with whatever program the desktop has for it."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

__all__ = ["open_file"]

_DESKTOPS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def open_file(path: Path) -> bool:
    """Hands a file to the desktop.

    Args:
        path: The file.

    Returns:
        Whether somebody took it; on a machine without a desktop nobody does, and nothing is started there.
    """
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _DESKTOPS):
        return False  # else a browser for the terminal might take it over
    try:
        return webbrowser.open(path.resolve().as_uri())
    except (OSError, webbrowser.Error):
        return False
