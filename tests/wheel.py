"""Checks the contents of a wheel: ``python -m tests.wheel DIST/*.whl``.

It holds the product whole and nothing else: no test tool, and no name in site-packages but
``evenstride``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
ROOMS = ("sensors", "recordings", "analysis", "tui")


def product() -> Iterator[str]:
    """Every file of the product, by its name in the wheel."""
    for folder in ("evenstride", *ROOMS):
        below = "" if folder == "evenstride" else "evenstride/"
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield below + file.relative_to(ROOT).as_posix()


def main(wheel: str) -> None:
    """Say what is wrong with a wheel, and exit with 1, if anything is."""
    with ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if not name.endswith("/")}
    described = {name for name in held if name.split("/")[0].endswith(".dist-info")}
    wanted = set(product())
    problems = [f"{name} is missing" for name in wanted - held]
    problems += [f"{name} is too much" for name in held - described - wanted]
    if problems:
        sys.exit("\n".join(sorted(problems)))
    print(f"{wheel}: {len(wanted)} files below evenstride/, and nothing else")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
