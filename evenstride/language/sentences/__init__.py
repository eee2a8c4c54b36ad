"""What the rooms below the language say, as patterns by which a screen recognizes it.

Every sentence stands in its room as it is said there; ``tests/language`` keeps both alike. A hole
holds what its name says (``recognizing.KINDS``), and is itself recognized: "shorter holds" in a
verdict, a sentence of a driver in one about a leg.
"""

from typing import Final

from evenstride.language.sentences.of_data import OF_DATA
from evenstride.language.sentences.of_files import OF_FILES
from evenstride.language.sentences.of_results import OF_RESULTS
from evenstride.language.sentences.of_sensors import OF_SENSORS

SENTENCES: Final = (*OF_RESULTS, *OF_DATA, *OF_SENSORS, *OF_FILES)
"""Every one of them."""
