"""Measures how right the clocks are, for every product, link and kind of loss.

``python -m tests.sensors.clock_table`` prints for each how far its times are off after five seconds
(of 95 %, ms), how far two legs are apart (of 95 %, ms), and what is said lost for one that is. With
``--write FILE`` the figures are kept, and with ``--against FILE`` those that differ are printed.
"""

import argparse
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tests.sensors.heard import Heard, heard
from tests.sensors.link import Link, carry, survive

SECONDS = 30.0
# Both legs' crystals are off, to either side.
DRIFT = 5e-4


@dataclass(frozen=True)
class Product:
    """A sensor that sends samples without number and time."""

    true_hz: float
    nominal_hz: float
    together: int = 1


PRODUCTS = {
    "WitMotion 100 × 4": Product(99.26, 100.0, 4),
    "WitMotion 100 × 1": Product(99.26, 100.0),
    "WitMotion 100, at 50 × 4": Product(49.6, 100.0, 4),
    "WitMotion 100, at 10": Product(10.05, 100.0),
    "10, at 100": Product(99.26, 10.0),
    "Adafruit 50": Product(51.2, 50.0),
    "Adafruit 62.5": Product(62.5, 62.5),
    "Adafruit 62.5, at 57": Product(57.0, 62.5),
    "Thingy 60": Product(61.0, 60.0),
    "MetaMotion 100 × 3": Product(100.3, 100.0, 3),
}
LINKS = {
    "7.5 ms": Link(7.5),
    "30 ms": Link(30.0),
    "50 ms": Link(50.0, per_event=12),
    "30 ms, 30 % again": Link(30.0, per_event=12, retry=0.3, jitter_ms=4.0),
    "50 ms, 30 % again": Link(50.0, per_event=12, retry=0.3, jitter_ms=4.0),
    "30 ms, heavy tail": Link(30.0, jitter_ms=5.0, tail=0.03),
    "30 ms, by 15.6": Link(30.0, batch_ms=15.625),
    "network": Link(0.0, jitter_ms=6.0, tail=0.02),
    "each 0.4 s": Link(30.0, batch_ms=400.0, retry=0.0, tail=0.0),
}


@dataclass(frozen=True)
class Loss:
    """A loss of notifications: how many, and how many in a row."""

    part: float = 0.0
    in_a_row: float = 1.0
    queue: int = 1000
    outage_ms: float = 0.0


LOSSES = {
    "none": Loss(),
    "stalls": Loss(outage_ms=400.0),
    "10 % single": Loss(0.1),
    "20 % single": Loss(0.2),
    "10 % in rows": Loss(0.1, 3.0),
    "20 % in rows": Loss(0.2, 3.0),
    "queue of 6": Loss(queue=6, outage_ms=800.0),
}


def hear(product: Product, link: Link, loss: Loss, seed: int, *, seconds: float = SECONDS) -> Heard:
    """One sensor's stream as its clock and the timeline take it."""
    rng = np.random.default_rng(seed)
    pace_hz = product.true_hz * (1 + (DRIFT if seed % 2 else -DRIFT))
    count = int(seconds * pace_hz) // product.together
    true_s = rng.uniform(0, 1) + np.arange(count * product.together) / pace_hz
    batches = true_s.reshape(count, product.together)
    link = replace(link, queue=loss.queue, outage_ms=max(link.outage_ms, loss.outage_ms))
    came_s = carry(batches[:, -1] + 0.0005, link, rng)
    keep = survive(count, loss.part, loss.in_a_row, rng) & ~np.isnan(came_s)
    found, begin_s = heard(product.nominal_hz, batches, came_s, keep), batches[:, 0]
    lost = ~keep & (begin_s > found.true_s[0]) & (begin_s < found.true_s[-1])
    return replace(found, lost=int(lost.sum()) * product.together)


@dataclass(frozen=True)
class Figures:
    """The figures in one cell of the table.

    Attributes:
        off_ms: How far times are off, of 95 %.
        apart_ms: How far the legs are apart, of 95 %.
        said: What is said lost: for one that is lost, or in 100 if none is.
        is_doubted: Whether the clock says that it may be wrong.
    """

    off_ms: float
    apart_ms: float
    said: float
    is_doubted: bool

    def __str__(self) -> str:
        doubt = "?" if self.is_doubted else " "
        return f"{self.off_ms:3.0f} {self.apart_ms:3.0f} {self.said:5.2f}{doubt}"


def figures(
    product: Product, link: Link, loss: Loss, seed: int, *, seconds: float = SECONDS
) -> Figures:
    """Both legs over one kind of link."""
    legs = [hear(product, link, loss, 2 * seed + leg, seconds=seconds) for leg in (0, 1)]
    off_s = np.abs(np.concatenate([leg.off_s() for leg in legs]))
    until_s = min(leg.true_s[-1] for leg in legs)
    at_s = np.arange(7.0, until_s, 0.02)
    one, other = (np.interp(at_s, leg.true_s, leg.t_s - leg.true_s) for leg in legs)
    lost, said = sum(leg.lost for leg in legs), sum(leg.said_lost for leg in legs)
    of = lost or sum(len(leg.seq) for leg in legs) / 100
    return Figures(
        1e3 * float(np.quantile(off_s, 0.95)),
        1e3 * float(np.quantile(np.abs(one - other), 0.95)),
        said / of,
        any(leg.said for leg in legs),
    )


def cells(products: list[str], links: list[str]) -> Iterator[tuple[str, str, str, Figures]]:
    """All cells of these rows; each has a seed of its own."""
    for product in products:
        for link in links:
            for name, loss in LOSSES.items():
                seed = zlib.crc32(f"{product} {link} {name}".encode()) % 10_000
                yield product, link, name, figures(PRODUCTS[product], LINKS[link], loss, seed)


def main() -> None:
    """Print the table, and what differs from one that was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--product", action="append", choices=PRODUCTS)
    parser.add_argument("--link", action="append", choices=LINKS)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--against", type=Path)
    chosen = parser.parse_args()
    before = json.loads(chosen.against.read_text()) if chosen.against else {}
    kept: dict[str, str] = {}
    good = [0, 0, 0]
    print(f"{'':24} {'':18} | " + " | ".join(f"{loss:14}" for loss in LOSSES))
    row: list[str] = []
    for product, link, loss, found in cells(
        chosen.product or list(PRODUCTS), chosen.link or list(LINKS)
    ):
        kept[f"{product} | {link} | {loss}"] = str(found)
        row.append(str(found))
        good[0] += found.off_ms <= 20
        good[1] += found.apart_ms <= 20
        good[2] += found.said <= 0.5 if loss in ("none", "stalls") else abs(found.said - 1) <= 0.2
        if len(row) == len(LOSSES):
            print(f"{product:24} {link:18} | " + " | ".join(row), flush=True)
            row = []
    print(
        f"\nof {len(kept)} cells: times {good[0]}, legs {good[1]}, losses {good[2]} within bounds"
    )
    for name, now in kept.items():
        if before.get(name, now) != now:
            print(f"{name:60} {before[name]} -> {now}")
    if chosen.write:
        chosen.write.write_text(json.dumps(kept, indent=0, ensure_ascii=False))


if __name__ == "__main__":
    main()
