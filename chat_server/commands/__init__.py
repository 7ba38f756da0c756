"""The verbs of the command line, one file each; `chat_server/cli.py` mounts them."""
