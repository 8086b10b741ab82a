"""A wallet in the browser of a test: it holds a real key, signs for real, and can be unwilling."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from eth_account.messages import encode_defunct

if TYPE_CHECKING:
    from collections.abc import Callable

    from eth_account.signers.local import LocalAccount
    from playwright.sync_api import Page

__all__ = ["REFUSED", "UNKNOWN_CHAIN", "UNSUPPORTED", "Refusal", "Wallet"]

SCRIPT = Path(__file__).with_name("wallet.js")
REFUSED = (4001, "User rejected the request.")
UNSUPPORTED = (4200, "The method is not supported.")
UNKNOWN_CHAIN = (4902, "Unrecognized chain.")


class Refusal(Exception):  # noqa: N818 - named for what it is
    """What a wallet answers in place of a result: a code of EIP-1193 and its words."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Wallet:
    """A key over one chain, reached at `rpc` as wallets reach it.

    `chain` is where the wallet is now, `known` the chains that it could go to; `unwilling` are
    refusals by method, each given once; `asked` is every request that it was sent.
    """

    account: LocalAccount
    rpc: str
    chain: int
    known: set[int] = field(default_factory=set)
    unwilling: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    bent: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def install(self, page: Page) -> None:
        """Put the wallet into every page that is opened from now on."""
        page.expose_function("walletRequest", self._answer)
        page.add_init_script(path=SCRIPT)

    def methods(self) -> list[str]:
        """The methods that were asked for, in order."""
        return [str(each["method"]) for each in self.asked]

    def _answer(self, text: str) -> str:
        asked = json.loads(text)
        self.asked.append(asked)
        try:
            return json.dumps({"result": self._result(asked["method"], asked.get("params") or [])})
        except Refusal as refusal:
            return json.dumps({"error": {"code": refusal.code, "message": str(refusal)}})

    def _result(self, method: str, params: list[Any]) -> Any:
        refusal = self.unwilling.pop(method, None)
        if refusal is not None:
            raise Refusal(*refusal)
        answers: dict[str, Callable[[list[Any]], Any]] = {
            "eth_requestAccounts": lambda _: [self.account.address.lower()],
            "eth_accounts": lambda _: [self.account.address.lower()],
            "eth_chainId": lambda _: hex(self.chain),
            "personal_sign": self._sign_text,
            "eth_sendTransaction": self._send,
            "eth_signTransaction": lambda given: self._signed(given[0]),
            "wallet_switchEthereumChain": self._switch,
            "wallet_addEthereumChain": self._add,
        }
        if method not in answers:
            raise Refusal(*UNSUPPORTED)
        return answers[method](params)

    def _sign_text(self, params: list[Any]) -> str:
        text = bytes.fromhex(params[0][2:]).decode()
        signed = self.account.sign_message(encode_defunct(text=text))
        return "0x" + bytes(signed.signature).hex()

    def _signed(self, transaction: dict[str, Any]) -> str:
        fields = dict(transaction) if self.bent is None else self.bent(dict(transaction))
        fields.pop("from")
        return "0x" + bytes(self.account.sign_transaction(fields).raw_transaction).hex()

    def _send(self, params: list[Any]) -> str:
        raw = self._signed(params[0])
        asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_sendRawTransaction", "params": [raw]}
        answer = httpx.post(self.rpc, json=asked, timeout=60).json()
        if "error" in answer:
            raise Refusal(-32000, answer["error"]["message"])
        return str(answer["result"])

    def _switch(self, params: list[Any]) -> None:
        wanted = int(params[0]["chainId"], 16)
        if wanted not in self.known:
            raise Refusal(*UNKNOWN_CHAIN)
        self.chain = wanted

    def _add(self, params: list[Any]) -> None:
        self.known.add(int(params[0]["chainId"], 16))
