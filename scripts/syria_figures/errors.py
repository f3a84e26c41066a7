"""What a command says when it cannot go on; no traceback reaches a user."""


class CouldNotRun(Exception):
    """The work could not be done at all (exit code 2); the message says why and what to do."""
