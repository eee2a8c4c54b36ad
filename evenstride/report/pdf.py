"""The report as a PDF, made from the same page; only this module imports weasyprint."""

from typing import NoReturn

from evenstride.errors import JobError, JobReason
from evenstride.extras import missing


def require() -> None:
    """Check that a PDF can be made, before any long work begins.

    Raises:
        JobError: It cannot; the message says what to install, or what to do instead.
    """
    try:
        import weasyprint  # noqa: F401
    except ImportError as error:
        raise missing("report", "A PDF takes weasyprint") from error
    except OSError as error:
        raise JobError(
            "A PDF takes weasyprint, which is installed and does not find Pango, a library of your "
            "system. Install that (on Debian libpango-1.0-0 and libpangoft2-1.0-0), or write "
            "report.html and print that from a browser.",
            JobReason.EXTRA_MISSING,
        ) from error


def pdf(html: str) -> bytes:
    """Return the page as a PDF.

    Args:
        html: The self-contained page.
    """
    import weasyprint

    made = weasyprint.HTML(string=html, url_fetcher=_fetch).write_pdf()
    return bytes(made or b"")


def _fetch(url: str, *_: object, **__: object) -> NoReturn:
    """Refuse to fetch anything for a report, whatever is written in it."""
    raise ValueError(f"a report needs nothing from elsewhere: {url}")
