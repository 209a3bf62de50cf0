"""What docs/client.md says is so."""

import asyncio
import re
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

from assize.client import ClientError, __all__
from assize.client.client import Client

PAGE = (Path(__file__).parents[2] / "docs/client.md").read_text(encoding="utf-8")


def test_the_examples_run(address: str) -> None:
    space: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(code.replace("127.0.0.1:50051", address), space)  # noqa: S102  # the page's own code
        for name, main in [(name, each) for name, each in space.items() if iscoroutinefunction(each)]:
            asyncio.run(main())
            del space[name]
    assert space["response"].ranking.order
    assert space["decided"].num_rows == 2
    assert len(space["frame"]) == 2


def test_every_method_and_error_is_named() -> None:
    methods = {name for name in vars(Client) if not name.startswith("_")}
    assert {
        name for name in [*methods, *__all__] if f"`{name}" not in PAGE and f".{name}(" not in PAGE
    } == set()
    assert all(kind.__name__ in PAGE for kind in ClientError.__subclasses__())
