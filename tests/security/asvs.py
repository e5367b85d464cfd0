"""service/SECURITY.md is whole and true: every row of ASVS 5.0.0 at levels 1 and 2, and the chosen rows of level 3, stands
there once; every test it names exists under that name. Judges no row itself."""
import re
import sys
from pathlib import Path

# Level per requirement and section, in order: V1.1 has two of level 2, and so on.
LEVELS = {
    "V1.1": "22", "V1.2": "1111122223", "V1.3": "112222222223", "V1.4": "222", "V1.5": "123",
    "V2.1": "122", "V2.2": "112", "V2.3": "12223", "V2.4": "23",
    "V3.1": "3", "V3.2": "113", "V3.3": "12223", "V3.4": "11222233", "V3.5": "11122333", "V3.6": "3", "V3.7": "22333",
    "V4.1": "12233", "V4.2": "23333", "V4.3": "22", "V4.4": "1222",
    "V5.1": "2", "V5.2": "112333", "V5.3": "113", "V5.4": "222",
    "V6.1": "122", "V6.2": "111111112222", "V6.3": "11223333", "V6.4": "112233", "V6.5": "22222333", "V6.6": "2223",
    "V6.7": "33", "V6.8": "2222",
    "V7.1": "222", "V7.2": "1111", "V7.3": "22", "V7.4": "11222", "V7.5": "223", "V7.6": "22",
    "V8.1": "1233", "V8.2": "1123", "V8.3": "133", "V8.4": "23",
    "V9.1": "111", "V9.2": "1222",
    "V10.1": "22", "V10.2": "223", "V10.3": "22223", "V10.4": "1111122222233333", "V10.5": "22222", "V10.6": "22",
    "V10.7": "222",
    "V11.1": "2233", "V11.2": "22233", "V11.3": "11233", "V11.4": "1222", "V11.5": "23", "V11.6": "23", "V11.7": "33",
    "V12.1": "12233", "V12.2": "11", "V12.3": "22223",
    "V13.1": "2333", "V13.2": "222223", "V13.3": "2233", "V13.4": "1222233",
    "V14.1": "22", "V14.2": "12223333", "V14.3": "122",
    "V15.1": "12233", "V15.2": "12233", "V15.3": "1222222", "V15.4": "3333",
    "V16.1": "2", "V16.2": "22222", "V16.3": "2222", "V16.4": "222", "V16.5": "2223",
    "V17.1": "23", "V17.2": "22223333", "V17.3": "22",
}
CHOSEN = {"4.1.5", "6.3.7", "6.3.8", "6.4.6"}
STATES = {"met", "documented", "deviation", "not met"}


def wanted():
    rows = {}
    for section, levels in LEVELS.items():
        for number, level in enumerate(levels, 1):
            name = f"{section[1:]}.{number}"
            if level != "3" or name in CHOSEN:
                rows[name] = int(level)
    return rows


def expanded(text):
    """"1.2.6–1.2.8, 1.3.8" → each row."""
    for part in re.split(r",\s*", text.strip()):
        ends = re.split("–", part)
        first, last = ends[0].strip(), ends[-1].strip()
        section, low = first.rsplit(".", 1)
        if last.rsplit(".", 1)[0] != section:
            raise ValueError(f"'{part}' is no range within a section")
        for number in range(int(low), int(last.rsplit(".", 1)[1]) + 1):
            yield f"{section}.{number}"


def names_of_tests(root, ctest_names):
    """Every name of ctest, with its TEST_CASEs where it is a program of ours."""
    known = {name: set() for name in ctest_names}
    for listing in Path(root, "tests").rglob("CMakeLists.txt"):
        text = listing.read_text(encoding="utf-8")
        for loop in re.finditer(r"foreach\((\w+) ([^)]*)\)(.*?)endforeach\(\)", text, re.S):
            body = "".join(loop[3].replace(f"${{{loop[1]}}}", value) for value in loop[2].split())
            text = text.replace(loop[0], body)
        for test in re.finditer(r"sportello_test\(([\w.]+)\s+SOURCES\s+(.*?)(?:LIBS|TIMEOUT|\))", text, re.S):
            for source in test[2].split():
                file = listing.parent / source
                if file.exists():
                    cases = re.findall(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', file.read_text(encoding="utf-8"))
                    known.setdefault(test[1], set()).update(
                        "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', case)).replace('\\"', '"') for case in cases)
    return known


def judge(text, known):
    said, seen, levels = [], {}, wanted()
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells or not re.match(r"\d+\.\d+\.\d+", cells[0]):
            continue
        try:
            rows = list(expanded(cells[0]))
        except ValueError as error:
            said.append(f"line {number}: {error}")
            continue
        for row in rows:
            if row in seen:
                said.append(f"line {number}: {row} stood before, in line {seen[row]}")
            seen[row] = number
            if row not in levels:
                said.append(f"line {number}: {row} is no row of level 1 or 2, nor one of the chosen ones")
        if len(cells) == 2:  # rows that do not apply, and why
            if len(cells[1]) < 15:
                said.append(f"line {number}: no reason why {cells[0]} does not apply")
            continue
        if len(cells) != 4:
            said.append(f"line {number}: a row has four cells, or two where it does not apply")
            continue
        state, words, tests = cells[1], cells[2], cells[3]
        if state not in STATES:
            said.append(f"line {number}: '{state}' is none of {sorted(STATES)}")
        if len(words) < 8:
            said.append(f"line {number}: {cells[0]} does not say how")
        named = re.findall(r"`([\w.]+)`((?:\s*“[^”]*”)*)", tests)
        if state == "met" and not named:
            said.append(f"line {number}: {cells[0]} is met by no test: then it is documented, or not met")
        for program, cases in named:
            if program not in known:
                said.append(f"line {number}: ctest knows no {program}")
            for case in re.findall("“([^”]*)”", cases):
                if program in known and case not in known[program]:
                    said.append(f"line {number}: {program} has no TEST_CASE \"{case}\"")
    for row, level in levels.items():
        if row not in seen:
            said.append(f"{row} (level {level}) is missing")
    return said


def can_fail(text, known):
    """Each of these mistakes must be seen."""
    met = next(line for line in text.splitlines() if re.match(r"\| \d+\.\d+\.\d+ \| met", line))
    case = re.search("“([^”]*)”", text)[1]
    mutants = {"a row left out": text.replace(met + "\n", ""), "a row twice": text + "\n" + met + "\n",
               "a test that is not there": text.replace(f"“{case}”", "“nobody wrote this”"),
               "a row of no standard": text + "\n| 6.2.99 | met | some words that say how | `layers` |\n",
               "a row met by words alone": text.replace(met, met.rsplit("|", 2)[0] + "| |")}
    return [f"{name} is not seen" for name, mutant in mutants.items() if not judge(mutant, known)]


def main():
    root, ctest_file = sys.argv[1:3]
    ctest_names = re.findall(r'add_test\(\[?=*\[?"?([\w.]+)', Path(ctest_file).read_text(encoding="utf-8"))
    for listing in Path(ctest_file).parent.rglob("CTestTestfile.cmake"):
        ctest_names += re.findall(r'add_test\(\[?=*\[?"?([\w.]+)', listing.read_text(encoding="utf-8"))
    known = names_of_tests(root, ctest_names)
    text = Path(root, "service/SECURITY.md").read_text(encoding="utf-8")
    said = judge(text, known) or can_fail(text, known)
    print("\n".join(said) or f"{len(wanted())} rows, all there; every test they name exists")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
