"""The sample sessions of the package, as scripts and as what makes their files."""
