// Requests to the HTTP interface of this site, in the language of the page.

/** The connection broke before an answer came: whether the request arrived is not known. */
export class Lost extends Error {}

/** The interface refused; `problem` is what it said (RFC 9457). */
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.code);
    this.problem = problem;
    this.status = status;
  }
}

const LANGUAGE = document.documentElement.lang;

/** The answer to a request, its JSON read; raises Lost and Refused. */
export async function ask(method, path, { body, headers = {} } = {}) {
  const given = { "Accept-Language": LANGUAGE, Accept: "application/json", ...headers };
  if (typeof body === "string") given["Content-Type"] ??= "application/json";
  let answer;
  let text;
  try {
    answer = await fetch(path, { method, headers: given, body, cache: "no-store" });
    text = await answer.text();
  } catch {
    throw new Lost(path);
  }
  let said = null;
  try {
    said = text ? JSON.parse(text) : null;
  } catch {
    if (answer.ok) throw new Lost(path);
  }
  if (!answer.ok) throw new Refused(said ?? { code: "", title: String(answer.status) }, answer.status);
  return { body: said, headers: answer.headers, status: answer.status };
}

/** Who has the session of this browser, by the interface itself. */
export async function session() {
  return (await ask("GET", "/v1/session")).body;
}
