"""Real answers against docs/openapi.yaml: runs tests that ask a real service, and judges what it said to them."""
import base64
import json
import os
import re
import subprocess
import tempfile
from urllib.parse import parse_qsl, urlsplit

import openapi

JSON, PROBLEM = "application/json", "application/problem+json"
# Before there is a request, and to whoever asks too often, these statuses come with a code of another row.
EARLY = {408: "bad_request", 431: "too_large", 429: "busy"}


def record(programs):
    """What the service was asked and said while the programs ran: tests/fakes/https.cpp writes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "answers")
        for program in programs:
            # What measures time has measured it where it stands, and would only do it again beside other tests.
            done = subprocess.run([program, "~*takes as long*"], env={**os.environ, "SPORTELLO_ANSWERS": file}, capture_output=True,
                                  text=True)
            if done.returncode != 0:
                raise SystemExit(f"{program} failed:\n{done.stdout[-4000:]}")
        with open(file, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def body_of(text):
    return base64.b64decode(text)


def parsed(body):
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


class Routes:
    def __init__(self, doc):
        self.doc = doc
        self.operations = openapi.operations(doc)
        # Literal segments before {…}, as in the service's table.
        order = sorted({key[2] for key in self.operations}, key=lambda path: (path.count("{"), path))
        self.paths = [(path, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[A-Za-z0-9_-]{1,64})", path))) for path in order]

    def find(self, listener, method, target):
        """(method path, operation, parameters) and the methods that the address takes."""
        takes = set()
        found = None
        for path, pattern in self.paths:
            asked = target
            if method == "GET" and not target.startswith("/v1/"):
                asked = target.split("?")[0]
                asked = asked.rstrip("/") or asked
            match = pattern.fullmatch(asked)
            if not match:
                continue
            for key, operation in self.operations.items():
                if key[0] == listener and key[2] == path:
                    takes.add(key[1])
                    if key[1] == method and found is None:
                        found = (f"{method} {path}", operation, match.groupdict())
        return found, takes


def judge_problem(routes, body, one, codes, at):
    problem = parsed(body)
    if one["method"] == "HEAD":  # says the header, never the body
        return
    for error in openapi.named(routes.doc, "Problem").iter_errors(problem):
        yield f"{at}: a problem: {error.json_path} {error.message}"
    code, status = problem.get("code"), one["status"]
    if code not in codes:
        yield f"{at}: the code {code} is not written at this operation"
    wanted = routes.doc["components"]["schemas"]["ProblemCode"]["x-status"].get(code)
    if status != wanted and EARLY.get(status) != code:
        yield f"{at}: {code} came as {status}"
    if problem.get("status") != status:
        yield f"{at}: the problem says {problem.get('status')}, the answer {status}"
    retry = one["headers"].get("retry-after")
    if retry != (str(problem["retry_after_s"]) if "retry_after_s" in problem else None):
        yield f"{at}: Retry-After is {retry}, retry_after_s {problem.get('retry_after_s')}"


def judge(routes, one, seen):
    where = urlsplit(one["url"])
    listener = "private" if where.scheme == "http" else "public"
    target = where.path + (f"?{where.query}" if where.query else "")
    found, takes = routes.find(listener, one["method"], target)
    status, headers, body = one["status"], one["headers"], body_of(one["body"])
    kind = headers.get("content-type", "")
    at = f"{found[0] if found else one['method'] + ' of no route'} → {status}"
    for name in ("date", "cache-control", "x-request-id", "x-content-type-options"):
        if name not in headers:
            yield f"{at}: without {name}"
    if found is None:
        if kind.startswith("text/html") and status == 404:
            return
        codes = set(routes.doc["x-codes-of"]["nowhere"]) | set(routes.doc["x-codes-of"][listener])
        yield from judge_problem(routes, body, one, codes, at)
        allowed = {name.strip() for name in headers.get("allow", "").split(",")} - {""}
        if (status == 405 or allowed) and allowed != takes:
            yield f"{at}: Allow is {sorted(allowed)}, the address takes {sorted(takes)}"
        return
    name, operation, _ = found
    exact = operation["responses"].get(str(status))
    answer = openapi.resolved(routes.doc, exact or operation["responses"]["default"])
    content = answer.get("content", {})
    if exact:
        seen.setdefault(name, set()).add(status)
        yield from judge_request(routes, operation, one, at)
    if kind not in content and (content or kind):
        yield f"{at}: '{kind}' is not written; {', '.join(content) or 'nothing'} is"
    elif kind == PROBLEM:
        codes = openapi.codes_of(routes.doc, listener, operation)
        seen.setdefault(name, set()).add(parsed(body).get("code"))
        yield from judge_problem(routes, body, one, codes, at)
    elif kind == JSON:
        for error in openapi.validator(routes.doc, content[kind]["schema"]).iter_errors(parsed(body)):
            yield f"{at}: {error.json_path} {error.message}"
    elif not content and body:
        yield f"{at}: a body where none is written"
    for title, header in answer.get("headers", {}).items():
        value = headers.get(title.lower())
        schema = openapi.resolved(routes.doc, header)["schema"]
        if value is not None and not openapi.validator(routes.doc, schema).is_valid(value):
            yield f"{at}: {title}: {value}"
    for title in ("location", "set-cookie", "retry-after", "allow"):
        if title in headers and title not in {known.lower() for known in answer.get("headers", {})}:
            yield f"{at}: the header {title} is not written"


def judge_request(routes, operation, one, at):
    """What the service took must be what the page says it takes."""
    if one["status"] >= 400:
        return
    written = openapi.resolved(routes.doc, operation.get("requestBody", {})).get("content", {})
    body = body_of(one["asked"])
    if bool(body) != bool(written):
        yield f"{at}: took a body of {len(body)} bytes"
        return
    if JSON in written:
        asked = json.loads(body)
    elif written:
        asked = dict(parse_qsl(body.decode(), keep_blank_values=True))
    else:
        return
    for media in written.values():
        for error in openapi.validator(routes.doc, media["schema"]).iter_errors(asked):
            yield f"{at}: what was asked: {error.json_path} {error.message}"
    for parameter in operation["parameters"]:
        if parameter["in"] == "header":
            value = one["sent"].get(parameter["name"].lower())
            if value is None or not openapi.validator(routes.doc, parameter["schema"]).is_valid(value):
                yield f"{at}: took {parameter['name']}: {value}"


def answers(doc, records, whole=True):
    routes = Routes(doc)
    said, seen = [], {}
    for one in records:
        if one["status"]:
            said += judge(routes, one, seen)
    for (_, method, path), operation in routes.operations.items() if whole else ():
        wanted = {int(status) for status in operation["responses"] if status != "default"}
        if not wanted & seen.get(f"{method} {path}", set()):
            said.append(f"{method} {path}: nobody asked it with success: what it answers is not proved")
    return sorted(set(said))
