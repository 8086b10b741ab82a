// A wallet for tests: an EIP-1193 provider announced by EIP-6963, whose key is in Python
// (`window.walletRequest`, exposed by the test). It tells of errors as wallets do.
(() => {
  const provider = {
    async request(asked) {
      const answer = JSON.parse(await window.walletRequest(JSON.stringify(asked)));
      if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.result;
    },
    on() {},
    removeListener() {},
  };
  const info = Object.freeze({
    uuid: "350670db-19fa-4704-a166-e52e178b59d2",
    name: "Test <b>wallet</b>",
    icon: "data:image/svg+xml,<svg/>",
    rdns: "example.test.wallet",
  });
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
