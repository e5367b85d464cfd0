"""The table of clauses: what clauses.toml asks for, beside what the tests measured.

Ends with 1 when a row misses its bound, was not measured, was declared nowhere, or when a test failed; when something
was measured that the list does not know. Measures nothing itself.
"""
import argparse
import json
import pathlib
import sys
import textwrap
import tomllib
import xml.etree.ElementTree


def wanted(path):
    """Rows of the list, in its order: clause, requirement, and what is measured or where it is declared."""
    rows = []
    for clause in tomllib.loads(path.read_text())["clause"]:
        head = {"clause": clause["number"], "requirement": clause["requirement"]}
        rows += [head | {"what": what} for what in clause.get("measured", [])]
        rows += [head | {"what": d["what"], "page": d["page"], "says": d["says"]} for d in clause.get("declared", [])]
    return rows


def measured(folder):
    lines = []
    for path in sorted(folder.glob("*.jsonl")):
        lines += [json.loads(line) for line in path.read_text().splitlines()]
    return lines


def failed_tests(path):
    """Names of the tests that did not pass. No report at all: nobody knows."""
    root = xml.etree.ElementTree.parse(path).getroot()
    return {case.get("name") for case in root.iter("testcase") if case.get("status") != "run"}


def within(line):
    value, bound = line["measured"], line["bound"]
    return {">=": value >= bound, "<=": value <= bound, "==": value == bound}[line["op"]]


def worst(lines):
    """The line that is nearest to its bound, or farthest beyond it."""
    if lines[0]["op"] == ">=":
        return min(lines, key=lambda line: line["measured"])
    if lines[0]["op"] == "<=":
        return max(lines, key=lambda line: line["measured"])
    return max(lines, key=lambda line: abs(line["measured"] - line["bound"]))


def dotted(program):
    """The entry of ctest a program is of: test_screens_layout is screens.layout."""
    return program.removeprefix("test_").replace("_", ".", 1)


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def judge(row, lines, failed, source):
    if "page" in row:
        page = source / row["page"]
        there = page.exists() and row["says"] in " ".join(page.read_text().split())
        return row | {"value": "", "bound": "", "verdict": "declared" if there else "DECLARED NOWHERE",
                      "by": row["page"], "holds": there}
    ours = [line for line in lines if (line["clause"], line["what"]) == (row["clause"], row["what"])]
    if not ours:
        return row | {"value": "", "bound": "", "verdict": "NOT MEASURED", "by": "", "holds": False}
    line = worst(ours)
    programs = {dotted(each["program"]) for each in ours}
    broken = any(name == program or name.startswith(program + ".") for name in failed for program in programs)
    if len({(each["op"], each["bound"]) for each in ours}) > 1:
        verdict = "BOUNDS DIFFER"
    elif not all(within(each) for each in ours):
        verdict = "MISSES"
    else:
        verdict = "ITS TEST FAILED" if broken else "holds"
    return row | {"value": number(line["measured"]), "bound": f"{line['op']} {number(line['bound'])}",
                  "verdict": verdict, "by": f"{dotted(line['program'])}: {line['case']}", "holds": verdict == "holds"}


def show(rows):
    """Wide enough for a terminal of 150 columns; the reason a row is there stands once, over its rows."""
    wide, seen = max(len(row["what"]) for row in rows), None
    for row in rows:
        if (row["clause"], row["requirement"]) != seen:
            seen = (row["clause"], row["requirement"])
            print()
            print(textwrap.fill(f"{row['clause']}  {row['requirement']}", 150, subsequent_indent="    "))
        print(f"    {row['what']:{wide}}  {row['value']:>7} {row['bound']:>9}  {row['verdict']:8}  {row['by']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", type=pathlib.Path, required=True, help="clauses.toml")
    parser.add_argument("--measured", type=pathlib.Path, required=True, help="the folder the tests wrote into")
    parser.add_argument("--tests", type=pathlib.Path, required=True, help="ctest's --output-junit")
    parser.add_argument("--source", type=pathlib.Path, required=True, help="where pages of the list are found")
    given = parser.parse_args()

    asked, lines, failed = wanted(given.list), measured(given.measured), failed_tests(given.tests)
    rows = [judge(row, lines, failed, given.source) for row in asked]
    show(rows)
    print()
    known = {(row["clause"], row["what"]) for row in asked if "page" not in row}
    strangers = sorted({(line["clause"], line["what"]) for line in lines} - known)
    for clause, what in strangers:
        print(f"Not in {given.list.name}: {clause}, {what}")
    for name in sorted(failed):
        print(f"Failed: {name}")
    missing = [row for row in rows if not row["holds"]]
    held = sum(row["verdict"] == "holds" for row in rows)
    said = sum(row["verdict"] == "declared" for row in rows)
    print(f"{held} rows hold, {said} are declared, {len(missing)} of {len(rows)} do not hold.")
    return 1 if missing or strangers or failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
