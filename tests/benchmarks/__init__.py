"""How fast the dashboard is: ``python -m tests.benchmarks``; not part of the tests."""
