"""What the help of a command ends with. Below a line of one backspace, click keeps the lines as they are."""

from __future__ import annotations


def examples(*commands: str) -> str:
    """Examples of a command; a test runs each."""
    return _kept("Examples:" if len(commands) > 1 else "Example:", *(f"  {line}" for line in commands))


def exit_codes(*codes: tuple[int, str]) -> str:
    """The exit codes and what each means."""
    return _kept("Exit codes:", *(f"  {code}  {meaning}" for code, meaning in codes))


def _kept(*lines: str) -> str:
    return "\n".join(("\b", *lines))
