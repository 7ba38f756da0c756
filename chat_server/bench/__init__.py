"""`third-ring bench`: what this machine reaches, beside the bare servers of the same run (PERFORMANCE.md, bench rules).

`seed` and `serving` set up a real server on data of its own; the fault tests use them too.
"""
