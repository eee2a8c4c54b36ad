"""The report for the physio: one HTML page, built from results by pure functions."""
