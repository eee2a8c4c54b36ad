"""The report for the physio: one HTML page, made of results by functions from data to text."""
