"""The servers that ours is measured beside, each on the same uvicorn settings.

`python -m chat_server.bench.servers NAME PORT [FILE]`
"""
