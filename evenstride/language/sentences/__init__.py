"""The sentences of the rooms below the language, as patterns by which they are recognized.

Each is the same as in its room, which ``tests/language`` checks. A placeholder matches what its
name says (``recognizing.KINDS``), and its value is recognized in turn: "shorter holds" in a
verdict, or a driver's sentence in one about a leg.
"""

from typing import Final

from evenstride.language.sentences.of_data import OF_DATA
from evenstride.language.sentences.of_files import OF_FILES
from evenstride.language.sentences.of_results import OF_RESULTS
from evenstride.language.sentences.of_sensors import OF_SENSORS

SENTENCES: Final = (*OF_RESULTS, *OF_DATA, *OF_SENSORS, *OF_FILES)
"""All of them."""
