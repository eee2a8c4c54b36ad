"""Virtual phones and trackers on real sockets of the loopback, in simulated time.

They are made from what their makers have published, and know nothing of the program that listens.
"""
