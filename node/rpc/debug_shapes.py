"""Traces in geth's shapes: call frames, states before and after, structured logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from node.primitives import hexed
from node.rpc.codec import quantity

if TYPE_CHECKING:
    from eth_typing import Address

    from node.trace.frames import Frame, FrameLog
    from node.trace.prestate import AccountState, PrestateTracer
    from node.trace.steps import Step, StepTracer

__all__ = ["difference_object", "frame_object", "prestate_object", "steps_object"]

Json = dict[str, Any]


def frame_object(frame: Frame, *, with_logs: bool, only_top: bool) -> Json:
    """A call frame of `callTracer`; what is empty is left out."""
    answer: Json = {
        "from": hexed(frame.sender),
        "gas": quantity(frame.gas),
        "gasUsed": quantity(frame.gas_used),
        "to": hexed(frame.to),
        "input": hexed(frame.data),
    }
    if frame.creates and frame.error:
        del answer["to"]  # nothing has been made
    if frame.output:
        answer["output"] = hexed(frame.output)
    if frame.error:
        answer["error"] = frame.error
    if frame.reason:
        answer["revertReason"] = frame.reason
    if frame.calls and not only_top:
        answer["calls"] = [
            frame_object(each, with_logs=with_logs, only_top=False) for each in frame.calls
        ]
    if frame.logs and with_logs:
        answer["logs"] = [_log_object(each) for each in frame.logs]
    if frame.value is not None:
        answer["value"] = quantity(frame.value)
    return {**answer, "type": frame.kind}


def _log_object(log: FrameLog) -> Json:
    return {
        "address": hexed(log.address),
        "topics": [_word(topic) for topic in log.topics],
        "data": hexed(log.data),
        "position": quantity(log.position),
    }


def prestate_object(tracer: PrestateTracer) -> Json:
    """The accounts that were looked at, as they were; new contracts are not among them."""
    return {
        hexed(address): _account_object(account)
        for address, account in tracer.before.items()
        if address not in tracer.created or account.exists
    }


def difference_object(tracer: PrestateTracer) -> Json:
    """What has changed: how it was, and how it is; a slot that is zero is left out."""
    before: Json = {}
    after: Json = {}
    for address, old in tracer.before.items():
        gone = address in tracer.destroyed
        changes = {} if gone else _changes(old, tracer.after[address])
        if not gone and not changes:
            continue
        if not gone:
            after[hexed(address)] = changes
        if old.exists or address not in tracer.created:
            before[hexed(address)] = _account_object(old, _changed_slots(tracer, address))
    return {"post": after, "pre": before}


def _changed_slots(tracer: PrestateTracer, address: Address) -> dict[int, int]:
    old, new = tracer.before[address].storage, tracer.after[address].storage
    return {slot: value for slot, value in old.items() if value and value != new[slot]}


def _changes(old: AccountState, new: AccountState) -> Json:
    """The fields of an account that have another value now."""
    answer: Json = {}
    if new.balance != old.balance:
        answer["balance"] = quantity(new.balance)
    if new.nonce != old.nonce:
        answer["nonce"] = new.nonce
    if new.code != old.code:
        answer["code"] = hexed(new.code)
    slots = {slot: value for slot, value in new.storage.items() if value != old.storage[slot]}
    if slots:
        answer["storage"] = _storage_object({s: value for s, value in slots.items() if value})
    return answer


def _account_object(account: AccountState, storage: dict[int, int] | None = None) -> Json:
    answer: Json = {"balance": quantity(account.balance)}
    if account.code:
        answer["code"] = hexed(account.code)
    if account.nonce:
        answer["nonce"] = account.nonce
    slots = account.storage if storage is None else storage
    if slots:
        answer["storage"] = _storage_object(slots)
    return answer


def _storage_object(slots: dict[int, int]) -> Json:
    return {_word(slot): _word(value) for slot, value in slots.items()}


def steps_object(tracer: StepTracer, gas_used: int) -> Json:
    """The answer of the default tracer."""
    return {
        "gas": gas_used,
        "failed": tracer.failed,
        "returnValue": hexed(tracer.output),
        "structLogs": [_step_object(each) for each in tracer.steps],
    }


def _step_object(step: Step) -> Json:
    answer: Json = {
        "pc": step.place,
        "op": step.name,
        "gas": step.gas,
        "gasCost": step.cost,
        "depth": step.depth,
    }
    if step.error:
        answer["error"] = step.error
    if step.stack is not None:
        answer["stack"] = [quantity(word) for word in step.stack]
    if step.return_data:
        answer["returnData"] = hexed(step.return_data)
    if step.memory is not None:
        words = range(0, len(step.memory), 32)
        answer["memory"] = [step.memory[start : start + 32].hex() for start in words]
    if step.storage is not None:
        answer["storage"] = {
            slot.to_bytes(32, "big").hex(): value.to_bytes(32, "big").hex()
            for slot, value in step.storage.items()
        }
    if step.refund:
        answer["refund"] = step.refund
    return answer


def _word(value: int) -> str:
    return hexed(value.to_bytes(32, "big"))
