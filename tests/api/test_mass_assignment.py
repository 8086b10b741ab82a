"""Nobody sends what is not theirs to say: bodies are closed, and refuse what answers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.app import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

DOCUMENT = skeleton().openapi()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]

OPEN = {
    "SimulationRequest.transaction": "other fields of a transaction change nothing, and are passed",
    "UnsignedIn": "the same",
    "ProposalIn.args": "checked against the inputs of the function that is proposed",
    "UploadedDepositRequest.codemeta": "a document of CodeMeta, read for what is known of it",
    "Filing.form": "checked by the edition of the form, which is closed",
    "Reporting.form": "the same",
    "callChain": "JSON-RPC 2.0, read by its own rules",
    "askExplorerByForm": "a form of whatever action, which reads what it knows",
}
"""Objects of bodies that take fields without a name here, and why."""


def _bodies() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each operation with a body of fields: its id, method, path and the schema of the body."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                if kind != "application/octet-stream" and "binary" not in str(content["schema"]):
                    yield operation["operationId"], method, path, content["schema"]


def _open(schema: dict[str, Any], name: str) -> Iterator[str]:
    """The names of the objects within a schema that take fields of any name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = SCHEMAS[name]
    if schema.get("type") == "object" and not _is_closed(schema):
        yield name
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _open(each, name)
    for key, each in schema.get("properties", {}).items():
        yield from _open(each, f"{name}.{key}")
    if isinstance(schema.get("items"), dict):
        yield from _open(schema["items"], f"{name}[]")


def _is_closed(schema: dict[str, Any]) -> bool:
    return schema.get("additionalProperties") is False or "enum" in schema.get("propertyNames", {})


def _names(*schemas: dict[str, Any]) -> set[str]:
    """The fields that objects have anywhere within schemas."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(schemas)
    while waiting:
        schema = waiting.pop()
        if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in seen:
            seen.add(name)
            waiting.append(SCHEMAS[name])
        found |= set(schema.get("properties", {}))
        waiting += schema.get("properties", {}).values()
        for key in ("anyOf", "oneOf", "allOf"):
            waiting += schema.get(key, ())
        if isinstance(schema.get("items"), dict):
            waiting.append(schema["items"])
    return found


def test_every_body_is_closed_but_those_that_are_named() -> None:
    found = {name for operation, _, _, body in _bodies() for name in _open(body, operation)}
    assert found == set(OPEN)
    assert len(list(_bodies())) > 60


def test_a_body_that_is_open_would_be_seen() -> None:
    assert list(_open({"type": "object", "properties": {"a": {"type": "object"}}}, "x")) == [
        "x",
        "x.a",
    ]


NOT_OPEN = sorted({each[:3] for each in _bodies() if each[0] not in OPEN})


@pytest.mark.parametrize(("operation", "method", "path"), NOT_OPEN)
def test_no_field_that_answers_have_can_be_sent(
    client: httpx.Client, operation: str, method: str, path: str
) -> None:
    described = DOCUMENT["paths"][path][method]
    answers = [
        content["schema"]
        for answer in described["responses"].values()
        for content in answer.get("content", {}).values()
        if "schema" in content
    ]
    taken = _names(*(body for name, _, _, body in _bodies() if name == operation))
    theirs = _names(*answers) | {"id", "number", "status", "account", "role"}
    sent = dict.fromkeys(sorted(theirs - taken), 1)
    answer = client.request(method, path.replace("{", "").replace("}", ""), json=sent)
    if answer.status_code in {401, 403}:
        assert answer.json()["code"] in {"access.required", "access.scope"}
        return
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "request.invalid"), body
    refused = {e["field"] for e in body["errors"] if e["rule"] == "extra_forbidden"}
    assert refused == set(sent)
