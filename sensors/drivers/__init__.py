"""One file per sensor product: how it is recognised, set up and decoded."""
