"""Benchmarks: our code, a peer and the floor in turn, in one run; ratios with their spread.

Run: ``make bench`` (all goals), or ``python -m benchmarks G1 G4 --scale 0.1``.
"""
