"""The tables of the history, as migrations from each version to the next."""

from typing import Final

_FIRST: Final = (
    # People see these numbers, so the number of a deleted session is never given again.
    """
    CREATE TABLE session (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        file TEXT NOT NULL UNIQUE,
        started_utc TEXT NOT NULL,
        synthetic INTEGER NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    )
    """,
    # The result with the highest id is the current one; the others are older analyses.
    """
    CREATE TABLE result (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        version TEXT NOT NULL,
        made_utc TEXT NOT NULL,
        hold_targets_s TEXT NOT NULL,
        json TEXT NOT NULL,
        UNIQUE (session, version)
    )
    """,
    # One exercise of a session.
    """
    CREATE TABLE part (
        id INTEGER PRIMARY KEY,
        result INTEGER NOT NULL REFERENCES result ON DELETE CASCADE,
        exercise TEXT,
        hold_target_s REAL,
        weaker_leg TEXT,
        why TEXT NOT NULL
    )
    """,
    "CREATE INDEX part_of_result ON part (result)",
    "CREATE INDEX part_of_exercise ON part (exercise)",
    """
    CREATE TABLE leg (
        part INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
        leg TEXT NOT NULL,
        reps INTEGER NOT NULL,
        by_hand INTEGER NOT NULL,
        PRIMARY KEY (part, leg)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE leg_set (
        part INTEGER NOT NULL,
        leg TEXT NOT NULL,
        number INTEGER NOT NULL,
        reps INTEGER NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        kg REAL,
        short_holds INTEGER NOT NULL,
        falls_off INTEGER NOT NULL,
        hold_s REAL,
        rom_deg REAL,
        raise_s REAL,
        lower_s REAL,
        smoothness REAL,
        tremor_deg REAL,
        sag_deg REAL,
        PRIMARY KEY (part, leg, number),
        FOREIGN KEY (part, leg) REFERENCES leg ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE metric (
        part INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
        metric TEXT NOT NULL,
        left_mean REAL,
        right_mean REAL,
        difference REAL,
        ci95_low REAL,
        ci95_high REAL,
        lsi_pct REAL,
        weaker TEXT,
        PRIMARY KEY (part, metric)
    ) WITHOUT ROWID
    """,
)

# The worst pain and the greatest effort rated in an exercise; and how sore the knee was the morning
# after, which is asked once and may stay unanswered.
_WITH_FEELINGS: Final = (
    "ALTER TABLE part ADD COLUMN pain REAL",
    "ALTER TABLE part ADD COLUMN effort REAL",
    "ALTER TABLE session ADD COLUMN morning_asked INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN morning_pain REAL",
)

# The knee's figures in a set, if the leg wore a second sensor.
_WITH_KNEES: Final = (
    "ALTER TABLE leg_set ADD COLUMN knee_rom_deg REAL",
    "ALTER TABLE leg_set ADD COLUMN knee_at_top_deg REAL",
    "ALTER TABLE leg_set ADD COLUMN knee_lag_deg REAL",
)

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (_FIRST, _WITH_FEELINGS, _WITH_KNEES)
"""The steps from each version to the next. A released version never changes: anything new is a
step of its own. Each step changes a table, because by its tables a newer history is told from one
whose version number is damaged."""
