// Puts a button after each whole hash that copies it; without scripts the hash is selectable.

const { copy, copied } = document.body.dataset;

function buttonFor(hash) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(hash.textContent);
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
    }, 2000);
  });
  return button;
}

if (navigator.clipboard) {
  for (const hash of document.querySelectorAll(".record .hash.whole")) {
    (hash.closest("a") ?? hash).after(buttonFor(hash));
  }
}
