"""What happens to recordings, done to them on purpose: ``python -m tests.damage``.

The long forms are run by hand; the suite has a seeded sample of each.
"""
