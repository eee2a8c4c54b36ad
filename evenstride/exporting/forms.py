"""The forms of an export: their names, usual outputs and required packages."""

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

from evenstride.exporting.table import Of
from evenstride.exporting.table_files import check_parquet
from evenstride.extras import missing


class Form(StrEnum):
    """A form in which a session is written."""

    CSV = "csv"
    PARQUET = "parquet"
    MCAP = "mcap"
    BIDS = "bids"
    FIT = "fit"


TABLES: Final = (Form.CSV, Form.PARQUET)
"""Tables of reps, sets or samples; the other forms contain everything in an order of their own."""

JOINED: Final = (*TABLES, Form.BIDS)
"""Forms that take several recordings; with the others each recording has its own output."""

_NEEDS: Final[Mapping[Form, tuple[str, str]]] = {
    Form.MCAP: ("mcap.writer", "MCAP takes the package mcap"),
    Form.FIT: ("fit_tool.fit_file_builder", "FIT takes the package fit-tool"),
}


def form_of(to: str | None, out: Path | None) -> Form:
    """Return the form that was named, else the one of the output's suffix, else CSV."""
    if to is not None:
        return Form(to)
    end = "" if out is None else out.suffix.lower().removeprefix(".")
    return Form(end) if end in list(Form) else Form.CSV


def usual_output(file: str, form: Form, of: Of) -> Path:
    """Return the output of a recording if none was named: a file in the working folder."""
    stem = Path(file).stem
    if form in TABLES:
        return Path(f"{stem}.{of}.{form}")
    return Path(f"{stem}.bids") if form is Form.BIDS else Path(f"{stem}.{form}")


def check_installed(form: Form) -> None:
    """Check that a form's package is installed, before anything is analyzed.

    Raises:
        JobError: It is not installed; the message says how to install it.
    """
    if form is Form.PARQUET:
        check_parquet()
    if form in _NEEDS:
        module, what = _NEEDS[form]
        try:
            import_module(module)
        except ImportError as error:
            raise missing("export", what) from error
