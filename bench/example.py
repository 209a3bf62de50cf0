"""What is measured: the first of the example suppliers, on the day for which its figures were collected."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from google.protobuf.json_format import Parse

from assize.decision.case import Case
from assize.rules.library import shipped_folder
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest

RULEBOOK = "supplier-selection"
FOLDER = shipped_folder() / RULEBOOK
DAY = date(2026, 6, 1)
_SUPPLIERS = Path(__file__).parents[1] / "examples" / "suppliers.json"
_REQUEST = Path(__file__).with_name("request.json")


def example_case() -> Case:
    """The supplier as a case."""
    document = json.loads(_SUPPLIERS.read_text(encoding="utf-8"))
    first = document["cases"][0]
    return Case(first["id"], {**document["facts"], **first["facts"]})


def example_request() -> ScoreSuppliersRequest:
    """The same supplier as a request of the contract."""
    return Parse(_REQUEST.read_text(encoding="utf-8"), ScoreSuppliersRequest())
