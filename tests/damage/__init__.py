"""Damages recordings on purpose, and kills programs: ``python -m tests.damage``.

The long forms are run by hand; the suite has a seeded sample of each.
"""
