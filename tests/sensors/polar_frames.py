"""Bytes of Polar's sensors, from the maker's unit tests, for tests of frames and of streams."""

from evenstride.sensors.drivers.polar_pmd import (
    reply_to,
)

# Raw data frame type 1, 36 samples.
RAW_36 = bytes.fromhex(
    "02009435770000000001f7ffffffe703f8fffeffe503f9ffffffe503faffffffe603fafffeffe603f9ffffff"
    "e503f8ffffffe603f8fffeffe603faffffffe503faffffffe703faffffffe503f8ffffffe603f7ffffffe603"
    "f8fffeffe603f9fffeffe703f9ff0000e603f9ffffffe603f7fffeffe503f9ffffffe503f9ffffffe503faff"
    "0000e603f9fffeffe603f8ffffffe603f8ffffffe503f9ffffffe603f9ffffffe503faffffffe603f9ffffff"
    "e503f9ffffffe503f8fffeffe603f9ffffffe603f9ffffffe603f9ff0000e503f9fffeffe603f8fffeffe603"
    "f7fffeffe603"
)

# Compressed data type 0, 57 samples.
DELTA_57 = bytes.fromhex(
    "020094357700000000807107f06a9e8d0a38be5cbeba2f96b3ee4be5adfb42b9ebbe4cfeba2f92bfee4be4b1"
    "fb12b9ecbd3c3ebb2f8fd3de4be3b5f7d2b8edbd307e7b2f8be3ce8be2baf7a2b8eebc20be7b2f88f3cecbe1"
    "bdef52f8efbc18fe3b2f8403bfcbe0c2ef32b8f0bb044ebc2e8113af0be0c6eff2f7f1b9fc7dbc2e7d279f4b"
    "dfcaebc2f7f2b8eccd7c2e7b378f4bdecee392f7f3b8e00dfd2d774b7fcbddd2df6237f5b7d44dbd2d745b6f"
    "cbdcd7d73237f6b5c88d7d2d716b4f4bdcdcd3f236f7b4bcddfd2c6f7b3f4bdbe0cfd236f8b2b02dbe2c6c8f"
    "1fcbdae3c7a276f9"
)


def answer(command: str, *indications: str) -> tuple[int, bytes] | None:
    look = reply_to(bytes.fromhex(command))
    for indication in indications:
        if (found := look(bytes.fromhex(indication))) is not None:
            return found
    return None
