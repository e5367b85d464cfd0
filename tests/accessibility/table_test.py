"""The table can fail: on a made-up list and made-up measures, once for each way to miss."""
import json
import pathlib
import subprocess
import sys
import tempfile

TABLE = pathlib.Path(__file__).with_name("table.py")
LIST = """
[[clause]]
number = "1.2"
requirement = "is large enough"
measured = ["width, mm", "gaps, mm"]
declared = [{ what = "height", page = "page.md", says = "at 800 mm" }]
"""
WIDTH = {"clause": "1.2", "what": "width, mm", "measured": 13, "op": ">=", "bound": 12, "program": "test_screens_wide",
         "case": "wide"}
GAPS = WIDTH | {"what": "gaps, mm", "measured": 0, "op": "==", "bound": 0}
PAGE = "The shelf stands at\n800 mm."


def table(lines, failed=(), page=PAGE, junit=True):
    """Exit code and words of the table over these measures."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "list.toml").write_text(LIST)
        (folder / "page.md").write_text(page)
        (folder / "measured").mkdir()
        for number, line in enumerate(lines):
            (folder / "measured" / f"{number}.jsonl").write_text(json.dumps(line) + "\n")
        cases = "".join(f'<testcase name="{n}" status="{"fail" if n in failed else "run"}"/>'
                        for n in {"screens.wide", "screens.other", *failed})
        if junit:
            (folder / "tests.xml").write_text(f"<testsuite>{cases}</testsuite>")
        done = subprocess.run([sys.executable, "-B", TABLE, "--list", folder / "list.toml", "--measured",
                               folder / "measured", "--tests", folder / "tests.xml", "--source", folder],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout


def expect(what, status, words, *given, **more):
    code, said = table(*given, **more)
    assert code == status, f"{what}: ended with {code}\n{said}"
    assert words in said, f"{what}: {words!r} is not in\n{said}"
    print("ok:", what)


expect("all is well", 0, "2 rows hold, 1 are declared, 0 of 3 do not hold.", [WIDTH, GAPS])
expect("a row was not measured", 1, "NOT MEASURED", [WIDTH])
expect("a value is below its bound", 1, "MISSES", [WIDTH | {"measured": 11.9}, GAPS])
expect("a value is above its bound", 1, "MISSES", [WIDTH | {"op": "<="}, GAPS])
expect("a count is another", 1, "MISSES", [WIDTH, GAPS | {"measured": 1}])
expect("one of several measures misses, and is the one shown", 1, "11 ", [WIDTH, WIDTH | {"measured": 11}, GAPS])
expect("two tests hold it against different bounds", 1, "BOUNDS DIFFER", [WIDTH, WIDTH | {"bound": 1}, GAPS])
expect("a clause that the list does not know", 1, "Not in list.toml: 9.9", [WIDTH, GAPS, GAPS | {"clause": "9.9"}])
expect("its test failed", 1, "ITS TEST FAILED", [WIDTH, GAPS], failed=["screens.wide"])
expect("its test failed in one language", 1, "ITS TEST FAILED", [WIDTH, GAPS], failed=["screens.wide.it"])
expect("another test failed", 1, "Failed: screens.other", [WIDTH, GAPS], failed=["screens.other"])
expect("declared nowhere", 1, "DECLARED NOWHERE", [WIDTH, GAPS], page="The shelf stands at 900 mm.")
expect("no report of the tests", 1, "", [WIDTH, GAPS], junit=False)
