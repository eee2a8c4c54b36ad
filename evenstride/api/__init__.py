"""The face: what ``import evenstride`` gives, for scripts, notebooks and studies.

Everything here is synchronous. ``evenstride/__init__.py`` imports it when it is first asked for.
"""
