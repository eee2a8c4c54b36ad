"""Tests the report as a PDF, and the message if none can be made."""

import sys

import pytest

from evenstride.errors import JobError
from evenstride.report.page import page
from evenstride.report.pdf import pdf, require
from tests.report.made_sessions import DIP, content, outcome, session


def test_a_report_of_one_session_is_a_pdf_that_fetched_nothing() -> None:
    try:
        require()
    except JobError as error:
        pytest.skip(str(error))
    made = pdf(page(content(session(0, outcome(DIP, 0)))))
    assert made.startswith(b"%PDF-")
    assert len(made) > 5000


def test_without_pango_it_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Finder:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_Finder(), *sys.meta_path])
    with pytest.raises(JobError, match="print that from a browser"):
        require()
