"""The sample sessions of the package, as scripts, and the programs that make their files."""
