#!/usr/bin/python3
"""Holds publiccode.yml to version 0.4 of its standard (the keys that must be there, their kinds, their lists) and to this
repository: licence, version, languages. publiccode.py FILE; each mistake is a line, and the exit code 1. Then it breaks
the file in several ways and must find each."""

import copy
import datetime
import glob
import os
import re
import sys

import yaml

STATUS = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
         "standalone/other", "addon", "library", "configurationFiles"}
CATEGORIES = {"identity-management", "digital-citizenship", "customer-service-and-support", "compliance-management"}
MAINTENANCE = {"internal": "contacts", "community": "contacts", "contract": "contractors", "none": None}
KNOWN = {"publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "softwareVersion",
         "releaseDate", "logo", "monochromeLogo", "inputTypes", "outputTypes", "platforms", "categories", "usedBy",
         "roadmap", "developmentStatus", "softwareType", "intendedAudience", "description", "legal", "maintenance",
         "localisation", "dependsOn", "it"}
PLATFORMS = {"web", "windows", "mac", "linux", "ios", "android", "haiku", "solaris"}
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def mistakes(code):
    found = []

    def say(condition, words):
        if not condition:
            found.append(words)

    def text(value):
        return isinstance(value, str) and value.strip() != ""

    for key in ("name", "url", "platforms", "categories", "developmentStatus", "softwareType", "description", "legal",
                "maintenance", "localisation"):
        say(key in code, f"{key} is missing")
    for key in code.keys() - KNOWN:
        found.append(f"{key} is no key of the standard")
    say(code.get("publiccodeYmlVersion") == "0.4", "publiccodeYmlVersion must be the text 0.4")
    say(text(code.get("name")), "name must be a text")
    for key in ("url", "landingURL"):
        say(re.match(r"https://[a-z0-9.-]+(/\S*)?$", code.get(key, "https://a")), f"{key} must be an https address")
    say(set(code.get("platforms", ["?"])) <= PLATFORMS, "platforms has an unknown one")
    say(code.get("categories") and set(code["categories"]) <= CATEGORIES, "categories has one that is not in the list")
    say(code.get("developmentStatus") in STATUS, "developmentStatus is not in the list")
    say(code.get("softwareType") in TYPES, "softwareType is not in the list")
    try:
        datetime.date.fromisoformat(str(code.get("releaseDate")))
    except ValueError:
        found.append("releaseDate must be a day such as 2026-11-22")
    descriptions = code.get("description") or {}
    say("it" in descriptions, "description/it is missing")
    for language, words in descriptions.items():
        short, long = words.get("shortDescription", ""), words.get("longDescription", "")
        say(text(short) and len(short) <= 150, f"description/{language}/shortDescription: 1 to 150 characters")
        say(150 <= len(long) <= 10000, f"description/{language}/longDescription: 150 to 10000 characters")
        say(words.get("features") and all(map(text, words["features"])), f"description/{language}/features is missing")
    maintenance = code.get("maintenance") or {}
    say(maintenance.get("type") in MAINTENANCE, "maintenance/type is not in the list")
    people = MAINTENANCE.get(maintenance.get("type"))
    if people:
        say(maintenance.get(people), f"maintenance/{people} is missing")
        for person in maintenance.get(people) or []:
            say(text(person.get("name")), f"maintenance/{people}/name is missing")
            say(re.match(r"[^@\s]+@[^@\s]+$", person.get("email", "a@b")), f"maintenance/{people}/email is none")
    local = code.get("localisation") or {}
    say(isinstance(local.get("localisationReady"), bool), "localisation/localisationReady must be true or false")
    italy = code.get("it") or {}
    say(italy.get("countryExtensionVersion") == "1.0", "it/countryExtensionVersion must be the text 1.0")
    say(set(italy) <= {"countryExtensionVersion", "conforme", "piattaforme", "riuso"}, "it has an unknown key")
    for platform, used in (italy.get("piattaforme") or {}).items():
        say(platform in {"spid", "cie", "anpr", "pagopa", "io"} and isinstance(used, bool), f"it/piattaforme/{platform}")

    # What it says of this repository.
    with open(os.path.join(ROOT, "LICENSE"), encoding="utf-8") as file:
        licence = file.read()
    is_apache = "Apache License" in licence and "Version 2.0, January 2004" in licence
    say(is_apache and code.get("legal", {}).get("license") == "Apache-2.0", "legal/license is not that of LICENSE")
    with open(os.path.join(ROOT, "CMakeLists.txt"), encoding="utf-8") as file:
        version = re.search(r"project\(sportello VERSION ([0-9.]+)", file.read()).group(1)
    say(code.get("softwareVersion") == version, f"softwareVersion is not {version}, the build's")
    texts = {os.path.basename(path)[:-5] for path in glob.glob(os.path.join(ROOT, "assets/texts/*.toml"))}
    say(texts and set(local.get("availableLanguages", [])) == texts, f"availableLanguages are not those of assets/texts")
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        code = yaml.safe_load(file)
    found = mistakes(code)
    for words in found:
        print(words)
    broken = 0
    for path, value in [("publiccodeYmlVersion", 0.4), ("name", ""), ("url", "http://a"), ("platforms", ["amiga"]),
                        ("developmentStatus", "ready"), ("softwareType", "standalone"), ("softwareVersion", "9.9.9"),
                        ("releaseDate", "soon"), ("legal", {"license": "MIT"}), ("maintenance", {"type": "community"}),
                        ("localisation", {"localisationReady": "yes"}), ("it", {}), ("surprise", 1),
                        ("categories", ["surprise"]), ("description", {"it": {"shortDescription": "x" * 151}})]:
        wrong = copy.deepcopy(code)
        wrong[path] = value
        if not mistakes(wrong):
            print(f"a wrong {path} goes unnoticed")
            broken += 1
    for key in ("description", "maintenance", "legal", "it", "localisation"):
        wrong = copy.deepcopy(code)
        del wrong[key]
        if not mistakes(wrong):
            print(f"a missing {key} goes unnoticed")
            broken += 1
    sys.exit(1 if found or broken else 0)


if __name__ == "__main__":
    main()
