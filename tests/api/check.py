"""One check of docs/openapi.yaml: check.py lint|routes|fields|answers|mutants --openapi … --door … [program …].

Says each complaint on a line of its own, and fails when there is one. Holds no rule itself.
"""
import argparse
import sys

import openapi
from answers import answers, record
from held import Door, fields, routes
from mutants import survivors


def complaints(check, wish):
    doc = openapi.load(wish.openapi)
    if check == "lint":
        return openapi.lint(doc)
    door = Door(wish.door)
    if check == "routes":
        return routes(doc, door.shape, wish.source)
    if check == "fields":
        return fields(doc, door, wish.source)
    if check == "answers":
        records = record(wish.programs)
        print(f"{len(records)} answers judged")
        return answers(doc, records)
    return survivors(doc, door, wish.source)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", choices=("lint", "routes", "fields", "answers", "mutants"))
    parser.add_argument("--openapi", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--door", required=True)
    parser.add_argument("programs", nargs="*")
    wish = parser.parse_intermixed_args()
    said = complaints(wish.check, wish)
    print("\n".join(said) or f"{wish.check}: nothing to mend")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
