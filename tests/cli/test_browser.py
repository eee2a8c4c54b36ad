"""The dashboard in a real browser, on a phone's screen."""

import asyncio
import io
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("aiohttp", reason="needs the extra: serve")
pytest.importorskip("textual_serve", reason="needs the extra: serve")
Image = pytest.importorskip("PIL.Image", reason="needs Pillow, to look at pictures")

from evenstride.tui.theme import DARK  # noqa: E402
from tests.cli.chromium import PATH, Page, browser  # noqa: E402
from tests.cli.test_serve import serving  # noqa: E402

pytestmark = pytest.mark.skipif(PATH is None, reason="there is no Chromium on this computer")

LEFT = tuple(bytes.fromhex(DARK.primary[1:]))


def tallest(picture: bytes) -> int:
    """The longest column of pixels of the left leg without a hole: the stem of a large digit."""
    if not picture:
        return 0
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))
    run = np.zeros(pixels.shape[1], dtype=np.int64)
    best = 0
    for is_left in (pixels == LEFT).all(axis=2):
        run = (run + 1) * is_left
        best = max(best, int(run.max()))
    return best


async def until_tall(page: Page, pixels: float) -> None:
    """Wait until a digit of the left leg is so high."""
    async with asyncio.timeout(300.0):
        while tallest(await page.picture()) < pixels:  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.5)


async def test_on_a_phone_the_count_is_over_a_third_of_the_screen(tmp_path: Path) -> None:
    async with serving() as at, browser(tmp_path) as page:
        await page.open(f"{at.here}/", 390, 844)
        await until_tall(page, 844 / 3)
