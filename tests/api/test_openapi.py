"""The document of the interface is the committed one, and it says what there is to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api.app import skeleton
from api.openapi import PATH, main, rendered
from api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    import httpx


def _operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_document_is_the_served_one(client: httpx.Client) -> None:
    assert PATH.read_text("utf-8") == rendered(skeleton())
    assert client.get("/openapi.json").json() == skeleton().openapi()
    assert main(["--check"]) == 0


OTHER_REFUSALS = {("get /readyz", "503"), ("post /rpc", "400")} | {
    ("get /api", "503"),
    ("post /api", "503"),
}
"""A state that machines read, an error of JSON-RPC, and refusals in Etherscan's form."""


def test_every_operation_is_named_and_every_refusal_is_a_problem() -> None:
    document = skeleton().openapi()
    operations, shared = _operations(document), document["components"]["responses"]
    names = [operation["operationId"] for _, operation in operations]
    assert len(names) == len(set(names)) > 35
    for name, operation in operations:
        assert operation["tags"], name
        assert operation["summary"], name
        assert {"414", "431"} <= operation["responses"].keys(), name
        for status, told in operation["responses"].items():
            answer = shared[told["$ref"].rpartition("/")[2]] if "$ref" in told else told
            if status[0] in "45" and (name, status) not in OTHER_REFUSALS:
                assert list(answer["content"]) == [MEDIA_TYPE], (name, status)


def test_every_reference_of_the_document_leads_somewhere() -> None:
    document = skeleton().openapi()
    text = rendered(skeleton())
    for kind in ("schemas", "responses"):
        wanted = set(re.findall(rf'"#/components/{kind}/([^"]+)"', text))
        assert wanted
        assert wanted <= document["components"][kind].keys()
    assert "HTTPValidationError" not in text
