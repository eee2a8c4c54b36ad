"""Plots as inline SVG: the same on every computer, and told in words for whoever does not see them.

matplotlib is imported here alone, and only by the report.
"""

import io
import os
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from evenstride.extras import missing
from evenstride.places import drawing_cache_folder
from evenstride.recordings.private import make_private_folder
from evenstride.report.markup import tag

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MM_PER_INCH: Final = 25.4

# Left is dark, solid and filled, right is light, dashed and hollow: one of these can be told apart
# in black and white, on a bad printer, and by whoever sees few colours.
LEFT: Final = "#12436d"
RIGHT: Final = "#d9730d"
INK: Final = "#222222"
FAINT: Final = "#8a8a8a"

# Any, as the stubs of each version of matplotlib list other names.
_STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "evenstride",
    "svg.fonttype": "none",  # text stays text, in the page's own font
    "text.usetex": False,
    "text.parse_math": False,
    "font.size": 7,
    "axes.titlesize": 7,
    "axes.labelsize": 7,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.labelpad": 2,
    "axes.titlelocation": "left",
    "axes.titlepad": 3,
    "axes.unicode_minus": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2,
    "ytick.major.size": 2,
    "xtick.major.pad": 2,
    "ytick.major.pad": 2,
    "text.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "lines.linewidth": 1.3,
    "lines.markersize": 3,
    "lines.dashed_pattern": (3.2, 1.4),
    "figure.constrained_layout.h_pad": 0.01,
    "figure.constrained_layout.w_pad": 0.01,
}

_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE: Final = re.compile(r"#([\w.-]+)")


def use_a_private_folder() -> None:
    """Have matplotlib keep its list of fonts in a folder of ours, unless the user named one.

    Those that it makes itself are open to everybody whom the user's mask lets in.
    """
    if "MPLCONFIGDIR" in os.environ or "matplotlib" in sys.modules:
        return
    folder = drawing_cache_folder()
    with suppress(OSError):  # without one it keeps nothing
        make_private_folder(folder)
        os.environ["MPLCONFIGDIR"] = str(folder)


def require() -> None:
    """See to it that plots can be drawn, before anything takes long.

    Raises:
        JobError: They can not; the sentence says what to install.
    """
    use_a_private_folder()
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        raise missing("report", "A report takes matplotlib") from error


def picture(
    draw: Callable[["Figure"], None],
    size_mm: tuple[float, float],
    *,
    name: str,
    title: str,
    told: str,
) -> ET.Element:
    """A plot as an ``svg`` element.

    Args:
        draw: Draws it on an empty figure.
        size_mm: Width and height, mm.
        name: What sets it apart from all others of the page; letters, digits and hyphens.
        title: What it shows, in some words.
        told: What is to be seen in it, in sentences.
    """
    use_a_private_folder()
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    width, height = (length / MM_PER_INCH for length in size_mm)
    with mpl.rc_context():
        # Nothing of the user's own settings: the report looks the same everywhere.
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        file = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)  # its stubs do not know what follows
        canvas.print_svg(file, metadata={"Date": None})
    svg = _bare(ET.fromstring(file.getvalue()))
    _make_unique(svg, name)
    svg.attrib = {
        "viewBox": svg.attrib["viewBox"],
        "width": f"{size_mm[0]:g}mm",
        "height": f"{size_mm[1]:g}mm",
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-desc",
    }
    svg.insert(0, tag("title", title, id=f"{name}-title"))
    svg.insert(1, tag("desc", told, id=f"{name}-desc"))
    return svg


def _bare(element: ET.Element) -> ET.Element:
    """The element as it stands in HTML: no name spaces, and neither metadata nor its own style."""
    bare = ET.Element(_local(element.tag), {_local(k): v for k, v in element.items()})
    style = bare.attrib.pop("style", "")
    for declaration in filter(None, map(str.strip, style.split(";"))):
        key, _, value = declaration.partition(":")
        if key != "font-family":
            bare.set(key, value.strip())
    for key in ("d", "x", "y", "transform", "points"):
        if key in bare.attrib:
            bare.set(key, _NUMBER.sub(lambda found: f"{float(found[0]):.2f}", bare.attrib[key]))
    if element.text and element.text.strip():
        bare.text = element.text
    bare.extend(_bare(child) for child in element if _local(child.tag) not in ("metadata", "style"))
    return bare


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _make_unique(svg: ET.Element, name: str) -> None:
    """Ids of which nothing speaks go, the others get the picture's name: a page has several."""
    spoken_of = {
        found
        for element in svg.iter()
        for key, value in element.items()
        if key != "id" and "#" in value
        for found in _REFERENCE.findall(value)
    }
    for element in svg.iter():
        for key, value in list(element.items()):
            if key == "id":
                if value in spoken_of:
                    element.set(key, f"{name}-{value}")
                else:
                    del element.attrib[key]
            elif key == "href" or "url(#" in value:
                element.set(key, value.replace("#", f"#{name}-", 1))
