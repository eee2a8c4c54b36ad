"""Tests the report as a page: safe to open, reproducible, and readable without its pictures."""

import base64
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.model.quantities import HOLD, RANGE
from evenstride.analysis.model.reps import Flag
from evenstride.report.content import Content
from evenstride.report.markup import document, printable, tag
from evenstride.report.page import page
from evenstride.sensors.samples import Leg
from tests.report.html_tree import Node, parse
from tests.report.made_sessions import DIP, RAISE, content, outcome, session

pytestmark = pytest.mark.xdist_group("report-page")  # one page for all

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title></style></svg><h1>x",
    "<!-- ]]> -->",
    "&lt;b&gt; &#0; &amp;nbsp;",
    "javascript:alert(1) {{7*7}} $\\frac{x}{0}$ _^",
    "\x00\x1b[31m\u202e\udc80\ufeff\r\n\t",
)

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section"),
    *("h1", "h2", "p", "b", "strong", "small", "span", "div", "figure", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "desc", "path", "text", "rect", "circle"),
}


def everything() -> Content:
    """A report of which everything that comes from outside is as nasty as can be."""
    text = " ".join(NASTY)
    own = replace(DIP, id="own", title=text)
    first, last = (
        session(day, outcome(RAISE, day, device=text), outcome(own, day, device=text), name=text)
        for day in (0, 16)
    )
    made = content(first, last, name=text, notes=NASTY)
    plan = replace(made.plan, title=text)
    return replace(made, plan=plan, left_out=(text,), advice={"own": text})


@pytest.fixture(scope="module")
def html() -> str:
    return page(everything())


@pytest.fixture(scope="module")
def root(html: str) -> Node:
    return parse(html)


def printed(root: Node, class_: str, place: int) -> list[list[str]]:
    """The cells of one of the tables of a class."""
    found = [table for table in root.all("table") if table.attributes["class"] == class_]
    return [[cell.text for cell in row.all("th", "td")] for row in found[place].all("tr")]


def test_nothing_from_outside_becomes_markup(root: Node) -> None:
    assert {node.tag for node in root.all()} <= TAGS
    assert not [name for node in root.all() for name in node.attributes if name.startswith("on")]
    said = root.text
    for text in NASTY[:-1]:
        assert text in said
    assert not set(said) & set(NASTY[-1].replace("\n", "")) - set("[31m")


def test_the_page_refers_to_nothing_outside_of_itself(html: str, root: Node) -> None:
    assert "//" not in html
    assert "@import" not in html
    ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(set(ids)) == len(ids)
    for node in root.all():
        assert not {"src", "srcset", "data", "action", "xlink:href"} & set(node.attributes)
        for name, value in node.attributes.items():
            if name == "href" or "url(" in value:
                assert value.removeprefix("url(").removesuffix(")").removeprefix("#") in ids
            if name == "aria-labelledby":
                assert set(value.split()) <= set(ids)


def test_the_page_forbids_everything_but_its_own_style(root: Node) -> None:
    first, second = root.all("meta")[:2]
    assert first.attributes == {"charset": "utf-8"}
    assert second.attributes["http-equiv"] == "Content-Security-Policy"
    (style,) = root.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert second.attributes["content"].startswith(
        f"default-src 'none'; style-src 'sha256-{digest}';"
    )
    assert "style" not in {name for node in root.all() for name in node.attributes}


def test_every_picture_is_told_in_words_and_as_a_table(root: Node) -> None:
    figures = root.all("figure")
    assert len(figures) == 6  # curves, sets and sessions of two exercises
    for figure in figures:
        (svg,) = figure.all("svg")
        assert svg.attributes["role"] == "img"
        title, described = svg.all("title") + svg.all("desc")
        names = f"{title.attributes['id']} {described.attributes['id']}"
        assert svg.attributes["aria-labelledby"] == names
        assert title.text
        assert described.text.endswith(".")
        (table,) = figure.all("table")
        assert len(table.all("tr")) >= 3


def test_the_same_report_is_the_same_text() -> None:
    made = content(session(0, outcome(DIP, 0)))
    assert page(made) == page(made)


@given(st.text(), st.text(), st.text())
def test_any_text_stays_text(first: str, second: str, value: str) -> None:
    made = tag("p", first, tag("b", second), first, aria_label=value)
    (p,) = parse(document(made)).all("p")
    (b,) = p.all("b")
    # A browser reads the end of a line in one way.
    assert p.text == printable(first + second + first)
    assert b.text == printable(second)
    assert p.attributes == {"aria-label": printable(value)}


def test_nobody_is_named_unless_the_user_does(html: str) -> None:
    made = page(content(session(0, replace(outcome(DIP, 0), curves={}), name="secret.csv")))
    assert "secret" not in made
    root = parse(made)
    assert root.all("title")[0].text == "Exercise report"
    assert not [node for node in root.all("p") if node.attributes.get("class") == "who"]
    assert [node for node in parse(html).all("p") if node.attributes.get("class") == "who"]


def test_the_figures_of_the_page_are_those_of_the_comparison(root: Node) -> None:
    last = everything().sessions[-1].outcomes[0]
    hold, degrees = (last.part.comparison.of(one) for one in (HOLD, RANGE))
    assert hold is not None
    assert degrees is not None
    assert hold.difference is not None
    assert hold.ci95 is not None
    rows = {row[0]: row[1:] for row in printed(root, "comparison", 0)}
    assert rows["Reps"][:2] == ["16", "16"]
    assert rows["Full holds"][:2] == ["16 of 16", "16 of 16"]
    assert rows["Hold"][:2] == [f"{hold.left:.1f}\u00a0s", f"{hold.right:.1f}\u00a0s"]
    low, high = (f"−{abs(end):.1f}" for end in hold.ci95)
    assert rows["Hold"][2] == f"−{-hold.difference:.1f}\u00a0s ({low}\u00a0to\u00a0{high})"
    assert rows["Hold"][3:] == [f"{hold.lsi_pct:.0f}\u00a0%", "left shorter"]
    assert rows["Range"][:2] == [f"{degrees.left:.0f}°", f"{degrees.right:.0f}°"]
    assert rows["Way out"][3:] == ["", ""]
    assert last.part.comparison.why in root.text


def test_reps_that_are_not_sure_are_said_to_be_so() -> None:
    made = outcome(DIP, 0)
    left = made.part.legs[Leg.LEFT]
    first, *others = left.reps
    unsure = replace(left, reps=(replace(first, flags=(Flag.LOW_CONFIDENCE,)), *others))
    legs = {**made.part.legs, Leg.LEFT: unsure}
    assert made.remarks == ()
    (remark,) = replace(made, part=replace(made.part, legs=legs)).remarks
    assert remark.startswith("Left: 1 of 16 reps are not sure")


def test_what_was_done_stands_against_what_was_planned(root: Node) -> None:
    raises = printed(root, "done", 0)[1]
    assert raises[0] == "Straight leg raise"
    assert raises[1] == "2\u00a0×\u00a08, hold 2\u00a0s"
    assert raises[2:5] == ["2", *["8 + 8 (4 of 4 sets complete)"] * 2]
    assert raises[5] == "left"
    own = printed(root, "done", 0)[2]
    assert own[1:4] == ["not in the plan", "2", "8 + 8"]
    assert printed(root, "sessions", 0)[0][1:] == ["26\u00a0Oct", "11\u00a0Nov"]
