"""Proves that the other checks can fail: each mutant of docs/openapi.yaml, or of what the code tells, is caught by the
check that is there for it."""
import base64
import copy
import json

import openapi
from answers import answers
from held import fields, routes


def schema(doc, name):
    return doc["components"]["schemas"][name]


def drop(mapping, key):
    del mapping[key]


def refused(code, status, **more):
    body = {"type": "about:blank", "title": "No", "status": status, "code": code, **more}
    return answer("/v1/device/heartbeat", status, body, "application/problem+json")


def answer(path, status, body, kind="application/json", **headers):
    return {"method": "POST", "url": f"https://sportello.example{path}", "sent": {}, "asked": base64.b64encode(b"{}").decode(),
            "status": status, "headers": {"date": "x", "cache-control": "no-store", "x-request-id": "x", "x-content-type-options": "nosniff",
                        "content-type": kind, **headers},
            "body": base64.b64encode(json.dumps(body).encode()).decode()}


# name, the check that must speak, what is done to the page
OF_THE_PAGE = [
    ("an unknown key", "lint", lambda d: d["paths"]["/livez"]["get"].update(sumary="x")),
    ("no operationId", "lint", lambda d: drop(d["paths"]["/v1/login"]["post"], "operationId")),
    ("the same operationId twice", "lint", lambda d: d["paths"]["/v1/login"]["post"].update(operationId="readyz")),
    ("a reference to nothing", "lint", lambda d: d["paths"]["/v1/login"]["post"].update(
        requestBody={"$ref": "#/components/requestBodies/Nowhere"})),
    ("a wrong example", "lint", lambda d: schema(d, "CodeState")["example"].update(sends_left=-1)),
    ("a schema that is none", "lint", lambda d: schema(d, "Key32").update(type="text")),
    ("an open object", "lint", lambda d: drop(schema(d, "LoginAnswer"), "additionalProperties")),
    ("an unbounded text", "lint", lambda d: drop(schema(d, "MailRequest")["properties"]["mail"], "maxLength")),
    ("an unused schema", "lint", lambda d: d["components"]["schemas"].update(Extra={"type": "boolean"})),
    ("a path without its parameter", "lint", lambda d: drop(d["paths"]["/v1/visits/{id}"], "parameters")),
    ("a route of the code left out", "routes", lambda d: drop(d["paths"], "/v1/device/heartbeat")),
    ("a method of the code left out", "routes", lambda d: drop(d["paths"]["/invitation/code"], "post")),
    ("a route that is not there", "routes", lambda d: d["paths"].update({"/v1/more": d["paths"]["/v1/login"]})),
    ("a private route called public", "routes", lambda d: drop(d["paths"]["/livez"], "x-listener")),
    ("a route said to need no signature", "routes", lambda d: d["paths"]["/v1/login"]["post"].update(security=[])),
    ("a key not asked for", "routes", lambda d: drop(d["paths"]["/v1/visits"]["post"], "parameters")),
    ("a code left out", "routes", lambda d: drop(schema(d, "ProblemCode")["x-status"], "locked")),
    ("a code with another status", "routes", lambda d: schema(d, "ProblemCode")["x-status"].update(locked=403)),
    ("a rule left out", "routes", lambda d: schema(d, "PasswordRule")["enum"].remove("common")),
    ("a form field left out", "routes", lambda d: drop(schema(d, "PasswordForm")["properties"], "with_pin")),
    ("a field left out", "fields", lambda d: drop(schema(d, "LoginRequest")["properties"], "pin")),
    ("an inner field left out", "fields", lambda d: drop(schema(d, "PasswordPolicy")["properties"], "symbol")),
    ("a field too many", "fields", lambda d: schema(d, "DeviceAnswer")["properties"].update(more={"type": "boolean"})),
    ("a field said to be needed", "fields", lambda d: schema(d, "CredentialsRequest")["required"].append("with_pin")),
    ("a field said to be free", "fields", lambda d: schema(d, "EnrolRequest")["required"].remove("key")),
    ("a bound one too high", "fields", lambda d: schema(d, "LoginRequest")["properties"]["pin"].update(maxLength=17)),
    ("a bound one too low", "fields", lambda d: schema(d, "Password").update(maxLength=1023)),
    ("a number's bound off", "fields", lambda d: schema(d, "InvitationAnswer")["properties"]["hours"].update(maximum=745)),
    ("a name left out", "fields", lambda d: schema(d, "Act")["enum"].remove("renew_pin")),
    ("a looser pattern", "fields", lambda d: schema(d, "Key32").update(pattern="^[A-Za-z0-9_-]{43}$")),
    ("a longer list", "fields", lambda d: schema(d, "Person")["properties"]["pupils"].update(maxItems=33)),
    ("a longer segment", "fields", lambda d: schema(d, "Segment").update(pattern="^[A-Za-z0-9_-]{1,65}$")),
]

# name, what is done to what the code tells: as if somebody had changed the code and not the page
OF_THE_CODE = [
    ("a new route", "routes", lambda s: s["routes"].append({**s["routes"][0], "path": "/v1/new"})),
    ("a route gone", "routes", lambda s: s["routes"].pop()),
    ("a route that takes another caller", "routes", lambda s: s["routes"][0].update(needs="login_page")),
    ("a new code", "routes", lambda s: s["codes"].update(surprise=418)),
    ("a new field", "fields", lambda s: s["messages"]["LoginAnswer"][0].update(more=True)),
    ("a field of another kind", "fields", lambda s: s["messages"]["LoginAnswer"][0].update(change_due="yes")),
    ("a new message", "fields", lambda s: s["messages"].update(Surprise=[{}])),
]

GOOD = answer("/v1/device/heartbeat", 200, {"school_name": "Istituto"})
BAD_ANSWERS = [
    ("a field more", answer("/v1/device/heartbeat", 200, {"school_name": "Istituto", "more": 1})),
    ("another type", answer("/v1/device/heartbeat", 200, {"school_name": "Istituto"}, "text/plain")),
    ("another status", answer("/v1/device/heartbeat", 202, {"school_name": "Istituto"})),
    ("a header more", answer("/v1/device/heartbeat", 200, {"school_name": "Istituto"}, location="/")),
    ("a code that is not written there", refused("visit_unknown", 404)),
    ("a code with another status", refused("device_pending", 401)),
    ("a problem with a field more", refused("device_pending", 403, more=1)),
    ("retry_after_s without Retry-After", refused("busy", 503, retry_after_s=1)),
    ("a route that is not there", answer("/v1/device/more", 200, {})),
]


def caught(doc, door, source, check):
    if check == "lint":
        return openapi.lint(doc)
    if check == "routes":
        return routes(doc, door.shape, source)
    return fields(doc, door, source)


def survivors(doc, door, source):
    said = []
    for name, check, change in OF_THE_PAGE:
        mutant = copy.deepcopy(doc)
        change(mutant)
        if not caught(mutant, door, source, check):
            said.append(f"{check} does not see {name} on the page")
    for name, check, change in OF_THE_CODE:
        other = copy.copy(door)
        other.shape = copy.deepcopy(door.shape)
        change(other.shape)
        if name == "a new message":
            other.judge = lambda bodies: ["yes"] * len(bodies)
        if not caught(doc, other, source, check):
            said.append(f"{check} does not see {name} in the code")
    if answers(doc, [GOOD], whole=False):
        said.append("answers does not take a good answer: " + answers(doc, [GOOD], whole=False)[0])
    for name, one in BAD_ANSWERS:
        if not answers(doc, [one], whole=False):
            said.append(f"answers does not see {name}")
    if not answers(doc, [GOOD]):
        said.append("answers does not miss operations that nobody asked")
    print(f"{len(OF_THE_PAGE) + len(OF_THE_CODE) + len(BAD_ANSWERS)} mutants")
    return said
