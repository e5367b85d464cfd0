"""docs/openapi.yaml held against the code, by what its door tells: routes, codes, and every field of every message."""
import copy
import json
import re
import subprocess
from pathlib import Path

import openapi

SECURITY = {"kiosk": "kioskSignature", "login_page": "loginPageSignature", "enrolment": "enrolmentSignature"}
# Whoever reads a Problem takes more than a service writes: a newer one may know more rules.
LENIENT = {"Problem"}


class Door:
    """The program tests/api/wire_door.cpp."""

    def __init__(self, program):
        self.program = program
        self.shape = json.loads(subprocess.run([program, "shape"], check=True, capture_output=True).stdout)

    def judge(self, bodies):
        lines = "".join(f"{name}\t{json.dumps(body, ensure_ascii=False)}\n" for name, body in bodies)
        done = subprocess.run([self.program, "judge"], check=True, capture_output=True, input=lines.encode())
        answers = done.stdout.decode().splitlines()
        assert len(answers) == len(bodies)
        return answers


def routes(doc, shape, source):
    said = []
    known = {(one["listener"], one["method"], one["path"]): one for one in shape["routes"]}
    written = openapi.operations(doc)
    for key in sorted(set(known) - set(written)):
        said.append(f"{' '.join(key)} is a route and not in docs/openapi.yaml")
    for key in sorted(set(written) - set(known)):
        said.append(f"{' '.join(key)} is in docs/openapi.yaml and no route")
    for key in set(known) & set(written):
        route, operation = known[key], written[key]
        schemes = {name for one in operation["security"] for name in one}
        wanted = SECURITY.get(route["needs"])
        if wanted and wanted not in schemes:
            said.append(f"{' '.join(key)}: needs {route['needs']}, security says {sorted(schemes)}")
        if not wanted and any(name.endswith("Signature") for name in schemes):
            said.append(f"{' '.join(key)}: is not signed, security says {sorted(schemes)}")
        keyed = any(one["name"] == shape["idempotency_header"] for one in operation["parameters"])
        if keyed != route["idempotent"]:
            said.append(f"{' '.join(key)}: Idempotency-Key is {'' if keyed else 'not '}written, the route differs")
    codes = doc["components"]["schemas"]["ProblemCode"]
    for name in sorted(set(shape["codes"].items()) ^ set(codes["x-status"].items())):
        said.append(f"the problem code {name[0]} with status {name[1]} stands on one side only")
    if sorted(doc["components"]["schemas"]["PasswordRule"]["enum"]) != sorted(shape["rules"]):
        said.append("PasswordRule names other rules than the code")
    pattern = doc["components"]["parameters"]["IdempotencyKey"]["schema"]["pattern"]
    if f"{{{shape['idempotency_key_length']}}}" not in pattern:
        said.append("IdempotencyKey has another length than the code")
    return said + forms(doc, source)


def forms(doc, source):
    """The fields of the pages' forms: those that handlers read."""
    read = {"form"}
    for file in Path(source, "service/handlers").glob("*.cpp"):
        read |= set(re.findall(r'\bfield\(\*form, "(\w+)"\)', file.read_text(encoding="utf-8")))
    written = {name for key, schema in doc["components"]["schemas"].items() if key.endswith("Form")
               for name in schema["properties"]}
    return [f"the form field {name} stands on one side only" for name in sorted(read ^ written)]


def keys_of(value):
    """Every key of nested objects, as paths; list items under one name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from (f"{key}.{rest}" for rest in keys_of(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from (f"[].{rest}" for rest in keys_of(inner))


def properties_of(doc, schema):
    schema = openapi.resolved(doc, schema)
    for key, inner in schema.get("properties", {}).items():
        yield key
        yield from (f"{key}.{rest}" for rest in properties_of(doc, inner))
    if "items" in schema:
        yield from (f"[].{rest}" for rest in properties_of(doc, schema["items"]))


def of_text(schema, value):
    """Texts at and over every bound, and of wrong letters."""
    longest = schema.get("maxLength", 64)
    tries = ["", "x", "x" * longest, "x" * (longest + 1), "A" * longest, "A" * (longest + 1), "nessuno", value]
    tries += [value[:-1], value + "A", value[:-1] + "B", value[:-1] + "?", "A" * 42 + "B", "A" * 44, "A" * 43]
    return tries + list(schema.get("enum", []))


def variants(doc, schema, value):
    """Bodies near `value`: every field gone, of another kind, at its bounds and beyond."""
    schema = openapi.resolved(doc, schema)
    yield from (other for other in (None, 7, -1, "x", True, [], {}, ["x"], {"x": 1}) if other != value)
    if isinstance(value, str):
        yield from of_text(schema, value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        low, high = schema.get("minimum", 0), schema.get("maximum", 0)
        yield from (low - 1, low, high, high + 1)
    elif isinstance(value, list):
        most, item = schema.get("maxItems", 4), value[0] if value else "x"
        yield from ([], [item] * most, [item] * (most + 1))
        for near in variants(doc, schema.get("items", {}), item) if value else ():
            yield [near, *value[1:]]
    elif isinstance(value, dict):
        yield {**value, "nessuno": 1}
        for key, inner in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            for near in variants(doc, schema.get("properties", {}).get(key, {}), inner):
                changed = copy.copy(value)
                changed[key] = near
                yield changed


def fields(doc, door, source):
    said = []
    schemas = doc["components"]["schemas"]
    specialised = set()
    for file in Path(source, "service/shared/wire").glob("*.cpp"):
        specialised |= set(re.findall(r"^Parsed<(\w+)> parse\(", file.read_text(encoding="utf-8"), re.M))
    for name in sorted(specialised - set(door.shape["messages"])):
        said.append(f"{name} has a reader, and tests/api/wire_door.cpp does not know it")
    bodies = []
    for name, written in door.shape["messages"].items():
        if name not in schemas:
            said.append(f"the message {name} has no schema")
            continue
        judge = openapi.named(doc, name)
        for body in written:
            said += [f"{name}: what the code writes: {error.json_path} {error.message}" for error in
                     judge.iter_errors(body)]
        if not written:
            bodies += [(name, near) for near in of_text(schemas[name], "abc-_9")]
            continue
        if set(keys_of(written[0])) != set(properties_of(doc, schemas[name])):
            differing = set(keys_of(written[0])) ^ set(properties_of(doc, schemas[name]))
            said.append(f"{name}: these fields stand on one side only: {', '.join(sorted(differing))}")
        for body in written:
            bodies.append((name, body))
            near = [{**body, "nessuno": 1}] if name in LENIENT else variants(doc, schemas[name], body)
            bodies += [(name, one) for one in near]
    judges = {name: openapi.named(doc, name) for name in schemas}
    for (name, body), answer in zip(bodies, door.judge(bodies)):
        by_schema = judges[name].is_valid(body)
        if by_schema != (answer == "yes"):
            text = json.dumps(body, ensure_ascii=False)
            text = text if len(text) < 160 else f"{text[:120]}… ({len(text)} characters)"
            said.append(f"{name}: the schema says {'yes' if by_schema else 'no'}, the reader {answer}: {text}")
    return said
