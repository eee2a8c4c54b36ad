"""How good the analysis is: its figures against the truth."""
