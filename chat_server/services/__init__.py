"""Use cases. Each service is a plain class, built once in `app.py`, that gets everything it needs as an argument."""
