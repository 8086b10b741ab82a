// A place where something may be dropped; it shows that it would be taken.

/** Have `taken` told of whatever is dropped on `place`, while it is still readable. */
export function droppedOn(place, taken) {
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    taken(event.dataTransfer);
  });
}
