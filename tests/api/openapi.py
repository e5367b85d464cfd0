"""docs/openapi.yaml as Python sees it, and what must hold of it whatever the code does. Asks no program."""
import re

import jsonschema
import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Validator = jsonschema.Draft202012Validator

# The keys that OpenAPI 3.1 knows per object, and those that must be there. Extensions (x-…) are welcome everywhere.
OBJECTS = {
    "document": ({"openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security",
                  "tags", "externalDocs"}, {"openapi", "info", "paths"}),
    "info": ({"title", "summary", "description", "termsOfService", "contact", "license", "version"},
             {"title", "version", "description", "license"}),
    "tag": ({"name", "description", "externalDocs"}, {"name", "description"}),
    "server": ({"url", "description", "variables"}, {"url", "description"}),
    "path": ({"$ref", "summary", "description", "servers", "parameters", *METHODS}, set()),
    "operation": ({"tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody",
                   "responses", "callbacks", "deprecated", "security", "servers"},
                  {"tags", "summary", "description", "operationId", "responses", "security"}),
    "parameter": ({"name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode",
                   "allowReserved", "schema", "example", "examples", "content"},
                  {"name", "in", "description", "schema"}),
    "body": ({"description", "content", "required"}, {"content", "required"}),
    "media": ({"schema", "example", "examples", "encoding"}, {"schema"}),
    "response": ({"description", "headers", "content", "links"}, {"description"}),
    "header": ({"description", "required", "deprecated", "style", "explode", "schema", "example", "examples",
                "content"}, {"description", "schema"}),
    "scheme": ({"type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"},
               {"type", "description"}),
    "components": ({"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes",
                    "links", "callbacks", "pathItems"}, {"schemas"}),
}


class Unique(yaml.SafeLoader):
    """A key that stands twice is a mistake: the second would win in silence. Days and sexagesimals stay text."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise SystemExit(f"openapi: {key!r} stands twice, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


Unique.yaml_implicit_resolvers = {
    first: [(tag, exp) for tag, exp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=Unique)


def target(doc, ref):
    """What a $ref stands for; nothing when there is no such thing."""
    found = doc
    for part in ref.removeprefix("#/").split("/"):
        found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
    return found if ref.startswith("#/") else None


def resolved(doc, value):
    while isinstance(value, dict) and "$ref" in value:
        value = target(doc, value["$ref"]) or {}
    return value


def validator(doc, schema):
    return Validator({**schema, "components": {"schemas": doc["components"]["schemas"]}})


def named(doc, name):
    return validator(doc, {"$ref": f"#/components/schemas/{name}"})


def operations(doc):
    """(listener, method, path) → operation, its path's parameters among its own."""
    found = {}
    for path, item in doc["paths"].items():
        for method in METHODS:
            if method in item:
                operation = dict(item[method])
                operation["parameters"] = [resolved(doc, one) for one in
                                           [*item.get("parameters", []), *operation.get("parameters", [])]]
                found[item.get("x-listener", "public"), method.upper(), path] = operation
    return found


def codes_of(doc, listener, operation):
    """Every problem code that an operation may answer with."""
    groups = doc["x-codes-of"]
    codes = set(operation.get("x-codes", [])) | set(groups[listener])
    schemes = {name for one in operation["security"] for name in one}
    if any(name.endswith("Signature") for name in schemes):
        codes |= set(groups["signed"])
    if "kioskSignature" in schemes:
        codes |= set(groups["kiosk"])
    if any(one["name"] == "Idempotency-Key" for one in operation["parameters"]):
        codes |= set(groups["idempotent"])
    return codes


def walk(value, at=""):
    yield at, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from walk(inner, f"{at}/{number}")


def lint(doc):
    said = []
    say = said.append

    def judge(kind, value, at):
        if not isinstance(value, dict):
            return say(f"{at}: a {kind} is an object")
        if "$ref" in value:
            return None
        known, needed = OBJECTS[kind]
        for key in value:
            if key not in known and not str(key).startswith("x-"):
                say(f"{at}: OpenAPI 3.1 knows no '{key}' in a {kind}")
        for key in sorted(needed - set(value)):
            say(f"{at}: '{key}' is missing")
        return None

    def judge_content(value, at):
        for kind, media in (value.get("content") or {}).items():
            judge("media", media, f"{at}/content/{kind}")
            if not re.fullmatch(r"[\w.+-]+/[\w.+-]+(; [a-z]+=[\w.-]+)*", kind):
                say(f"{at}: '{kind}' is no media type")

    if not re.fullmatch(r"3\.1\.\d+", str(doc.get("openapi"))):
        say("openapi: this is no OpenAPI 3.1")
    judge("document", doc, "")
    judge("info", doc["info"], "info")
    for tag in doc.get("tags", []):
        judge("tag", tag, f"tags/{tag.get('name')}")
    for server in doc.get("servers", []):
        judge("server", server, "servers")
    parts = doc["components"]
    judge("components", parts, "components")
    kinds = {"parameters": "parameter", "headers": "header", "requestBodies": "body", "responses": "response",
             "securitySchemes": "scheme"}
    for section, kind in kinds.items():
        for name, value in parts.get(section, {}).items():
            judge(kind, value, f"components/{section}/{name}")
            judge_content(value, f"components/{section}/{name}")
    for path, item in doc["paths"].items():
        judge("path", item, path)
    tags = {tag["name"] for tag in doc["tags"]}
    ids = []
    for (_, method, path), operation in operations(doc).items():
        at = f"{method} {path}"
        judge("operation", operation, at)
        ids.append(operation.get("operationId", ""))
        if not re.fullmatch(r"[a-z][A-Za-z]+", ids[-1]):
            say(f"{at}: operationId is a name in camelCase")
        if not set(operation.get("tags", [])) <= tags or not operation.get("tags"):
            say(f"{at}: a tag is not declared")
        for name in ("summary", "description"):
            if len(str(operation.get(name, ""))) < 8:
                say(f"{at}: {name} says nothing")
        in_path = [one["name"] for one in operation["parameters"] if one.get("in") == "path"]
        if sorted(in_path) != sorted(re.findall(r"{(\w+)}", path)):
            say(f"{at}: parameters in the path are {sorted(in_path)}")
        for one in operation["parameters"]:
            judge("parameter", one, f"{at} {one.get('name')}")
            if one.get("in") == "path" and one.get("required") is not True:
                say(f"{at}: {one.get('name')} is in the path and not required")
        for requirement in operation.get("security", []):
            for name in requirement:
                if name not in parts["securitySchemes"]:
                    say(f"{at}: security knows no {name}")
        if method in ("GET", "DELETE") and "requestBody" in operation:
            say(f"{at}: a {method} has no body")
        answers = operation.get("responses", {})
        for status, answer in answers.items():
            if not re.fullmatch(r"[1-5]\d\d|default", str(status)):
                say(f"{at}: '{status}' is no status")
            judge("response", answer, f"{at} {status}")
            judge_content(resolved(doc, answer), f"{at} {status}")
        if "default" not in answers or not any(str(status)[0] in "23" for status in answers):
            say(f"{at}: an answer that worked and a default are needed")
        sealed = operation.get("x-sealed")
        if (target(doc, "#/components/responses/Sealed") == resolved(doc, answers.get("200"))) != bool(sealed):
            say(f"{at}: x-sealed and a SealedAnswer belong together")
        if sealed and sealed not in parts["schemas"]:
            say(f"{at}: x-sealed names no schema")
    for name in {name for name in ids if ids.count(name) > 1}:
        say(f"operationId {name} stands twice")
    said += lint_schemas(doc)
    return said


def lint_schemas(doc):
    said = []
    say = said.append
    used = {operation.get("x-sealed") for operation in operations(doc).values()}
    for at, value in walk(doc):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            used.add(value["$ref"].rsplit("/", 1)[-1])
            if target(doc, value["$ref"]) is None:
                say(f"{at}: {value['$ref']} leads nowhere")
    for section in ("schemas", "responses", "parameters", "requestBodies", "headers"):
        for name in doc["components"].get(section, {}):
            if name not in used:
                say(f"components/{section}/{name} is used by nothing")
    for name, schema in doc["components"]["schemas"].items():
        for error in Validator(Validator.META_SCHEMA).iter_errors(schema):
            say(f"schemas/{name}: {error.message}")
    if said:  # no example can be judged by a schema that is none
        return said
    for name, schema in doc["components"]["schemas"].items():
        for at, inner in walk(schema, f"schemas/{name}"):
            if not isinstance(inner, dict) or at.endswith(("/example", "/properties", "/x-status")):
                continue
            if inner.get("type") == "object" and inner.get("additionalProperties") is not False:
                say(f"{at}: additionalProperties must be false: the readers refuse what they do not know")
            if set(inner.get("required", [])) - set(inner.get("properties", {})):
                say(f"{at}: required names no property")
            bounded = {"maxLength", "pattern", "enum", "const"} & set(inner)
            if inner.get("type") == "string" and not bounded and not name.endswith("Form") and "/items" not in at:
                say(f"{at}: a text without a bound")
            if inner.get("type") == "integer" and not {"minimum", "maximum"} <= set(inner):
                say(f"{at}: a number without bounds")
        if "example" in schema:
            for error in named(doc, name).iter_errors(schema["example"]):
                say(f"schemas/{name}/example: {error.message}")
    for at, value in walk(doc["components"]["parameters"], "parameters"):
        if isinstance(value, dict) and "example" in value and "schema" in value:
            for error in validator(doc, value["schema"]).iter_errors(value["example"]):
                say(f"{at}/example: {error.message}")
    codes = doc["components"]["schemas"]["ProblemCode"]
    if set(codes["enum"]) != set(codes["x-status"]):
        say("schemas/ProblemCode: enum and x-status name different codes")
    told = {code for group in doc["x-codes-of"].values() for code in group}
    for operation in operations(doc).values():
        told |= set(operation.get("x-codes", []))
    for code in sorted(set(codes["enum"]) ^ told):
        say(f"the code {code} stands in ProblemCode or at an operation, not in both")
    return said
