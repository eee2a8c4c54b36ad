"""The forms of an export: what each is called, where it goes unless told, and what it needs."""

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

from evenstride.exporting.table import Of
from evenstride.exporting.table_files import check_parquet
from evenstride.extras import missing


class Form(StrEnum):
    """What a session is written as."""

    CSV = "csv"
    PARQUET = "parquet"
    MCAP = "mcap"
    BIDS = "bids"
    FIT = "fit"


TABLES: Final = (Form.CSV, Form.PARQUET)
"""They are of reps, sets or samples; the others have their own order of all of it."""

JOINED: Final = (*TABLES, Form.BIDS)
"""Several recordings go into one of them; of the others each has its own."""

_NEEDS: Final[Mapping[Form, tuple[str, str]]] = {
    Form.MCAP: ("mcap.writer", "MCAP takes the package mcap"),
    Form.FIT: ("fit_tool.fit_file_builder", "FIT takes the package fit-tool"),
}


def form_of(to: str | None, out: Path | None) -> Form:
    """The form that was named, else that of the output's name, else CSV."""
    if to is not None:
        return Form(to)
    end = "" if out is None else out.suffix.lower().removeprefix(".")
    return Form(end) if end in list(Form) else Form.CSV


def usual_output(file: str, form: Form, of: Of) -> Path:
    """Where a recording's export goes where nobody said: into the working folder."""
    stem = Path(file).stem
    if form in TABLES:
        return Path(f"{stem}.{of}.{form}")
    return Path(f"{stem}.bids") if form is Form.BIDS else Path(f"{stem}.{form}")


def check_installed(form: Form) -> None:
    """Refuse a form whose package is not there, before anything is analyzed.

    Raises:
        JobError: It is not installed; the message says how it is.
    """
    if form is Form.PARQUET:
        check_parquet()
    if form in _NEEDS:
        module, what = _NEEDS[form]
        try:
            import_module(module)
        except ImportError as error:
            raise missing("export", what) from error
