"""The command line `assize`: thin commands, one way to ask, formatting apart."""

from assize.server.cli.main import main

__all__ = ["main"]
