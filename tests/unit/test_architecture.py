"""Rules that no linter knows: the shape of the addons, read from their sources.

Each rule keeps a mistake away that was made elsewhere: Odoo drops plain unittest
classes and files that nobody imports without a word, engines that reach for Odoo
or for the clock cannot be tested alone, and files grow until nobody reads them.
"""

import ast
import csv
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDONS = sorted(p.parent for p in (ROOT / "addons").glob("*/__manifest__.py"))
FILE_STOP, TEST_FILE_STOP, FUNCTION_STOP = 300, 500, 40
IMPORTED_FOLDERS = ("models", "services", "wizards", "controllers", "report")
ROW_NAME = re.compile(r"^test_([a-z]{3})_(\d\d)(_|$)")
# calls that read a clock or the shared random state
FORBIDDEN_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
}


def sources(*folders):
    """(file, syntax tree) of the addons' Python files below the named folders."""
    for addon in ADDONS:
        for folder in folders or (".",):
            for path in sorted((addon / folder).rglob("*.py")):
                yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path):
    return str(path.relative_to(ROOT))


def is_test(path):
    return "tests" in path.relative_to(ROOT).parts


def line_count(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_are_addons():
    assert ADDONS, "no addon found: every other rule would pass in vain"


def test_engine_imports_only_the_standard_library_and_itself():
    wrong = []
    for path, tree in sources("engine"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            elif isinstance(node, ast.ImportFrom) and node.level > 1:
                wrong.append(f"{short(path)}:{node.lineno} leaves the engine")
                continue
            else:
                continue
            wrong += [
                f"{short(path)}:{node.lineno} imports {name}"
                for name in names
                if name.partition(".")[0] not in sys.stdlib_module_names
            ]
    assert not wrong, "\n".join(wrong)


def test_engine_reads_no_clock_and_no_shared_random_state():
    wrong = []
    for path, tree in sources("engine"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in ("random", "time"):
                taken = {alias.name for alias in node.names} - {"Random"}
                wrong += [f"{short(path)}:{node.lineno} takes {n}" for n in taken]
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            ):
                continue
            owner = getattr(node.func.value, "attr", getattr(node.func.value, "id", ""))
            call = (owner, node.func.attr)
            shared_random = owner == "random" and node.func.attr != "Random"
            if call in FORBIDDEN_CALLS or shared_random:
                wrong.append(f"{short(path)}:{node.lineno} calls {'.'.join(call)}()")
    assert not wrong, "\n".join(wrong)


def test_files_and_functions_stay_short():
    wrong = []
    for path, tree in sources():
        if "migrations" in path.parts:
            continue
        stop = TEST_FILE_STOP if is_test(path) else FILE_STOP
        if (lines := line_count(path)) > stop:
            wrong.append(f"{short(path)} has {lines} lines, {stop} are allowed")
        if is_test(path):
            continue
        wrong += [
            f"{short(path)}:{node.lineno} {node.name} has {lines} lines"
            for node in functions(tree)
            if (lines := node.end_lineno - node.lineno + 1) > FUNCTION_STOP
        ]
    assert not wrong, "\n".join(wrong)


def test_addon_tests_are_classes_that_odoo_runs():
    """Odoo drops a plain unittest class and reports success."""
    wrong = []
    for path, tree in sources("tests"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {ast.unparse(base) for base in node.bases}
            if bases & {"unittest.TestCase", "TestCase", "IsolatedAsyncioTestCase"}:
                wrong.append(f"{short(path)}:{node.lineno} {node.name} is plain")
    assert not wrong, "\n".join(wrong)


def imported_names(path):
    """Siblings that a file imports: ``from . import a`` and ``from .b import c``."""
    if not path.exists():
        return set()
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            if node.module:
                names.add(node.module.partition(".")[0])
            else:
                names |= {alias.name for alias in node.names}
    return names


def reached(folder):
    """Files of a folder that its ``__init__`` imports, itself or through others."""
    found, waiting = set(), {"__init__"}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= imported_names(folder / f"{name}.py") - found
    return found


def not_imported(folder):
    """Files, and files of packages, below a folder that its ``__init__`` forgets."""
    here = reached(folder)
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py" and path.stem not in here:
            yield path
        elif (path / "__init__.py").exists():
            yield from not_imported(path) if path.name in here else [path]


def test_every_file_is_imported():
    wrong = []
    for addon in ADDONS:
        top = imported_names(addon / "__init__.py")
        for folder in IMPORTED_FOLDERS:
            if not list((addon / folder).glob("*.py")):
                continue
            if folder not in top:
                wrong.append(f"{addon.name}/__init__.py does not import {folder}")
            forgotten = not_imported(addon / folder)
            wrong += [f"{short(path)} is not imported" for path in forgotten]
        # Odoo runs only what tests/__init__ itself names
        tests = {p.stem for p in (addon / "tests").glob("test_*.py")}
        missing = tests - imported_names(addon / "tests" / "__init__.py")
        wrong += [f"{addon.name}/tests/{m}.py is not imported" for m in missing]
    assert not wrong, "\n".join(sorted(wrong))


def model_of(klass):
    """The model a class extends or makes, if it names one."""
    names = {}
    for node in klass.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("_name", "_inherit"):
                names[name] = ast.literal_eval(node.value)
    found = names.get("_name") or names.get("_inherit")
    return found if isinstance(found, str) else found and found[0]


def methods_of_models():
    """(addon, model, method): each of its definitions, with the file it stands in."""
    found = {}
    for path, tree in sources("models", "services", "wizards", "report"):
        addon = path.relative_to(ROOT / "addons").parts[0]
        for klass in (
            node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        ):
            model = model_of(klass)
            for method in klass.body if model else ():
                if isinstance(method, ast.FunctionDef):
                    key = addon, model, method.name
                    found.setdefault(key, []).append((path, method))
    return found


def test_no_method_replaces_another_by_accident():
    """Two files give a model the same method: one calls super, or one says hook."""
    wrong = []
    for (_addon, model, name), places in methods_of_models().items():
        final = [path for path, node in places if "super(" not in ast.unparse(node)]
        said = any("hook" in (ast.get_docstring(node) or "") for _path, node in places)
        if len(final) > 1 and not said:
            wrong.append(f"{model}.{name}: {', '.join(map(short, final))}")
    assert not wrong, "\n".join(sorted(wrong))


def files_of_tests(pattern="test_*.py"):
    folders = [a / "tests" for a in ADDONS] + [ROOT / "tests"]
    return [path for folder in folders for path in sorted(folder.rglob(pattern))]


def row_tests():
    """{row id: [(file, function)]} of every test named after a row."""
    found = {}
    for path in files_of_tests():
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for node in functions(tree):
            if match := ROW_NAME.match(node.name):
                row = f"{match[1].upper()}-{match[2]}"
                found.setdefault(row, []).append((path, node))
    return found


def owned_rows():
    path = ROOT / "tests" / "data" / "rows_owned.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ENFORCED = [r["id"] for r in owned_rows() if r["enforced"] == "1"]
ROW_TESTS = row_tests()


@pytest.mark.parametrize("row", ENFORCED)
def test_every_row_has_a_test_named_after_it(row):
    assert row in ROW_TESTS, f"no test_{row.lower().replace('-', '_')}_... anywhere"


def test_rows_left_for_later_say_why():
    silent = [r["id"] for r in owned_rows() if r["enforced"] != "1" and not r["note"]]
    assert not silent


def calls(node):
    """Names of everything a function calls."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield getattr(part.func, "attr", getattr(part.func, "id", ""))


def asserts(node):
    """Does a function check anything by itself?"""
    known = ("raises", "start_tour", "browser_js", "fail")
    return any(isinstance(part, ast.Assert) for part in ast.walk(node)) or any(
        name.startswith("assert") or name in known for name in calls(node)
    )


def asserting_helpers():
    """Functions of the tests that check something, directly or through another."""
    bodies = {}
    for path in files_of_tests("*.py"):
        for node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            bodies.setdefault(node.name, []).append(node)
    found = {n for n, nodes in bodies.items() if any(asserts(node) for node in nodes)}
    while more := {
        name
        for name, nodes in bodies.items()
        if name not in found and any(found & set(calls(node)) for node in nodes)
    }:
        found |= more
    return found


def test_row_tests_assert_something():
    helpers = asserting_helpers()
    wrong = [
        f"{short(path)}:{node.lineno} {node.name}"
        for tests in ROW_TESTS.values()
        for path, node in tests
        if not (asserts(node) or helpers & set(calls(node)))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_folder_called_odoo_at_the_top():
    """odoo is a namespace package: such a folder would join it."""
    assert not (ROOT / "odoo").exists()
