"""What schemathesis is told about this interface beside its document."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies as st

_MALFORMED = frozenset({"request.invalid", "request.malformed", "request.malformed-json"})
_UNSAID = frozenset({"int_type", "address.bad-checksum", "string_too_long"})
"""Rules that JSON Schema has no words for: how an integer is written, EIP-55, bytes of UTF-8."""

schemathesis.openapi.media_type("application/offset+octet-stream", st.binary(max_size=64))
schemathesis.openapi.media_type("application/octet-stream", st.binary(max_size=64))


@schemathesis.check
def fits_the_document(_context: Any, response: Any, case: Any) -> None:
    """What was generated to fit the document is not called malformed."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in {400, 415, 422}:
        return
    if "multipart" in response.request.headers.get("Content-Type", ""):
        return  # schemathesis has no way to make a part that is JSON
    problem = response.json()
    if problem["code"] in _MALFORMED:
        rules = {each["rule"] for each in problem.get("errors", ())}
        unsaid = rules & _UNSAID or ("missing" in rules and _is_described(case.body))
        assert unsaid, f"called malformed: {problem}"


def _is_described(body: Any) -> bool:
    """Whether a CodeMeta document stands for fields: what it lacks no document can say."""
    return isinstance(body, dict) and isinstance(body.get("codemeta"), dict)
