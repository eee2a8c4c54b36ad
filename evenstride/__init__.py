"""evenstride: counts single-leg knee exercises with a wearable sensor, and compares the legs."""

from pathlib import Path

_beside = Path(__file__).resolve().parents[1]
if (_beside / "pyproject.toml").is_file():
    # A checkout: the rooms (sensors, recordings, analysis, tui) lie beside this folder, not in it.
    __path__.append(str(_beside))
