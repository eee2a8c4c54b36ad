"""Estimates whether the report fits on two sheets of paper, with no exercise split between them."""

from collections.abc import Sequence
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.report.content import Content
from evenstride.report.felt_words import felt_words
from evenstride.report.figures import sizes
from evenstride.report.words import has_hold

# All as in ``page.css``, mm.
_SHEET_MM: Final = 277.0
_SHEETS: Final = 2
_HEADER_MM: Final = 24.0
_SMALL_PRINT_MM: Final = 40.0
_LINE_MM: Final = 4.2
_ROW_MM: Final = 4.8
_HEADS_MM: Final = 13.0
_GAPS_MM: Final = 8.0

_LINE_LETTERS: Final = 115
_ROWS: Final = 6
_ROWS_WITH_HOLD: Final = 8


def fits_two_sheets(content: Content, exercises: Sequence[Exercise]) -> bool:
    """Whether it fits, by a careful estimate; if not, exercises may continue on the next sheet.

    Args:
        content: What the report shows.
        exercises: The exercises with a section of their own.
    """
    sheets, left_mm = 1, _SHEET_MM - _above_mm(content)
    sections_mm = [_section_mm(content, exercise, len(exercises)) for exercise in exercises]
    for height_mm in (*sections_mm, _SMALL_PRINT_MM + _lines_mm(*content.left_out)):
        if height_mm > left_mm:
            sheets, left_mm = sheets + 1, _SHEET_MM
        left_mm -= height_mm
    return sheets <= _SHEETS


def _above_mm(content: Content) -> float:
    tables = 1 if len(content.sessions) == 1 else 2
    rows = len(content.exercises)
    return _HEADER_MM + _lines_mm(*content.notes) + tables * (_HEADS_MM + rows * _ROW_MM)


def _section_mm(content: Content, exercise: Exercise, sections: int) -> float:
    history = content.of(exercise.id)
    outcome = history[-1][1]
    size = sizes(exercise, sections=sections, sessions=len(history))
    rows = _ROWS_WITH_HOLD if has_hold(exercise) else _ROWS
    upper_mm = max(size.curves[1], rows * _ROW_MM)
    advice = content.advice.get(exercise.id, "")
    told = (outcome.part.comparison.why, advice, felt_words(history), *outcome.remarks)
    texts = _lines_mm(exercise.title, *told)
    return _GAPS_MM + texts + upper_mm + size.sets[1]


def _lines_mm(*texts: str) -> float:
    lines = sum(1 + len(text) // _LINE_LETTERS + text.count("\n") for text in texts)
    return _LINE_MM * lines
