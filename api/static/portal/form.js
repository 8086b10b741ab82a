// Reads a form that api/pages/portal built from a schema, as the JSON that the schema asks for, and
// shows beside each field what is wrong with it.

import { hashFile } from "../sha256.js";
import { say } from "./words.js";

/** A number that is written as it was given, whatever JavaScript could hold of it. */
class Exact {
  constructor(digits) {
    this.digits = digits;
  }
}

/** JSON with exact numbers. */
export function written(value) {
  if (value instanceof Exact) return value.digits;
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${written(each)}`);
  return `{${members.join(",")}}`;
}

const KAZAKHSTAN = "+05:00";
const seconds = (text) => String(Math.floor(Date.parse(`${text}:00`.slice(0, 19) + KAZAKHSTAN) / 1000));

function control(field) {
  return field.querySelector("input:not(.file), select, textarea");
}

/** Say what is wrong with a field, or with `null` that nothing is. */
export function fault(field, message) {
  const id = field.id || control(field)?.id;
  const place = document.getElementById(`${id}-wrong`);
  if (!place) return;
  place.textContent = message ?? "";
  place.hidden = !message;
  const input = field.matches("fieldset") ? field : (control(field) ?? field);
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function outside(input, text) {
  const { least, most } = input.dataset;
  return most && (BigInt(text) < BigInt(least) || BigInt(text) > BigInt(most));
}

function checked(field, input, faults) {
  const text = input.value.trim();
  const wrong = (name) => {
    faults.push(field);
    fault(field, say(name));
  };
  fault(field, null);
  if (!text && input.validity.badInput) return wrong("wrong"), null;
  if (!text) {
    if (input.required) wrong("needed");
    return null;
  }
  const pattern = input.getAttribute("pattern");
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(text)) return wrong("wrong"), null;
  if (field.dataset.kind === "integer" && outside(input, text)) return wrong("wrong"), null;
  return text;
}

function leaf(field, found) {
  const input = control(field);
  const { kind } = field.dataset;
  if (kind === "constant") return field.value;
  const text = checked(field, input, found.faults);
  if (text === null) return undefined;
  const numeric = kind === "integer" || kind === "moment" || "numeric" in field.dataset;
  const value = kind === "moment" ? seconds(text) : text;
  if ("sought" in field.dataset) found.sought.push({ field, kind, value });
  if (kind === "lines") return text.split("\n").map((each) => each.trim()).filter(Boolean);
  return numeric ? new Exact(value) : value;
}

function members(place, found) {
  const made = {};
  for (const field of children(place)) {
    const value = one(field, found);
    if (value === undefined) continue;
    if ("place" in field.dataset) found.places[field.dataset.name] = value.digits ?? value;
    else made[field.dataset.name] = value;
  }
  return made;
}

/** The fields of a form, a group or a row, not those of what stands inside of them. */
function children(place) {
  return [...place.querySelectorAll("[data-name]")].filter(
    (each) => each.parentElement.closest("[data-name], .row, form") === place,
  );
}

function isEmpty(place) {
  return [...place.querySelectorAll("input:not(.file), select, textarea")].every(
    (each) => (each.type === "checkbox" ? !each.checked : !each.value),
  );
}

function rows(field) {
  return [...field.querySelector(":scope > .listed").children];
}

function pairs(field) {
  const made = {};
  for (const row of rows(field)) {
    const name = row.querySelector(".pair-name").value.trim();
    if (name) made[name] = row.querySelector(".pair-value").value;
  }
  return made;
}

function one(field, found) {
  const { kind } = field.dataset;
  if (field.matches("fieldset")) fault(field, null);
  if (kind === "group") {
    if ("optional" in field.dataset && isEmpty(field)) {
      for (const each of field.querySelectorAll("[data-name]")) fault(each, null);
      return undefined;
    }
    return members(field, found);
  }
  if (kind === "rows") return rows(field).map((row) => members(row, found));
  if (kind === "pairs") return pairs(field);
  if (kind === "choices") {
    return [...field.querySelectorAll("input:checked")].map((each) => each.value);
  }
  return leaf(field, found);
}

/**
 * What a form says: `body` for the request, `places` for its path, `sought` what must stand in the
 * call, `faults` the fields that are wrong, in their order.
 */
export function read(form) {
  const found = { places: {}, sought: [], faults: [] };
  const body = members(form, found);
  return { ...found, body };
}

/** Show what the interface found wrong, each beside its field; gives what found no place. */
export function faulty(form, errors) {
  const left = [];
  const places = [];
  for (const { field, pointer, message } of errors) {
    const path = pointer ? pointer.slice(1).split("/") : field.split(".");
    let place = null;
    for (let length = path.length; length && !place; length -= 1) {
      const id = path.slice(0, length).join(".");
      place = fieldOf(form, id) ?? fieldOf(form, `form.${id}`);
    }
    if (place) {
      fault(place, message);
      places.push(place);
    } else left.push(`${field}: ${message}`);
  }
  return { left, places };
}

function fieldOf(form, id) {
  const found = document.getElementById(id);
  return found && form.contains(found) ? found.closest("[data-name]") : null;
}

/** Lead the reader to a field. */
export function lead(field) {
  (field.matches("fieldset") ? field : control(field)).focus();
}

function renumber(node, marker, number) {
  for (const each of node.querySelectorAll("*")) {
    for (const name of ["id", "for", "aria-describedby"]) {
      const value = each.getAttribute(name);
      if (value?.includes(marker)) each.setAttribute(name, value.replaceAll(marker, number));
    }
    if (each instanceof HTMLTemplateElement) renumber(each.content, marker, number);
  }
}

function counted(field) {
  const all = rows(field);
  all.forEach((row, place) => {
    const number = row.querySelector(":scope > legend .row-number");
    if (number) number.textContent = String(place + 1);
    const remove = row.querySelector(":scope > .remove");
    remove.hidden = all.length <= Number(field.dataset.kind === "rows" && !("optional" in field.dataset));
  });
  const most = Number(field.dataset.most ?? 16);
  field.querySelector(":scope > .add").hidden = all.length >= most;
}

function list(field) {
  const template = field.querySelector(":scope > template");
  let next = rows(field).length;
  for (const row of rows(field)) prepareRow(field, row);
  field.querySelector(":scope > .add").addEventListener("click", () => {
    const copy = template.content.cloneNode(true);
    renumber(copy, template.dataset.marker, String(next));
    next += 1;
    const row = copy.firstElementChild;
    field.querySelector(":scope > .listed").append(row);
    prepareRow(field, row);
    prepare(row);
    counted(field);
    row.querySelector("input, select, textarea").focus();
  });
  counted(field);
}

function prepareRow(field, row) {
  row.querySelector(":scope > .remove").addEventListener("click", () => {
    row.remove();
    counted(field);
    field.querySelector(":scope > .add").focus();
  });
}

function hashing(place) {
  const field = place.closest("[data-name]");
  const told = place.querySelector(".told");
  place.hidden = false;
  place.querySelector(".file").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const digest = await hashFile(file, (share) => {
      told.textContent = say("hashing", { share: String(Math.round(share * 100)) });
    });
    control(field).value = `0x${digest}`;
    fault(field, null);
    told.textContent = say("hashed", { name: file.name });
  });
}

/** Make a form, or a new row of it, work: rows that are added and removed, files that are hashed. */
export function prepare(place) {
  for (const each of place.querySelectorAll(".rows-of")) list(each);
  for (const each of place.querySelectorAll(".from-file")) hashing(each);
}
