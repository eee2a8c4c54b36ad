"""A simulated radio: virtual sensors, and bleak on top of it, without any hardware.

Tests use :class:`tests.radio.virtual.VirtualRadio` and run in simulated time.
"""
