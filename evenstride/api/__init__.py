"""The public interface of ``import evenstride``, for scripts, notebooks and studies.

Everything here is synchronous. ``evenstride/__init__.py`` imports it at first use.
"""
