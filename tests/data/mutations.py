"""Mutations of the bytes of a package and of the XML in it."""

from __future__ import annotations

import io
import random
import re
import zipfile
from xml.etree import ElementTree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIXES = {
    "": MAIN,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "table", "text")
    },
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_TYPES = ["s", "str", "n", "b", "e", "d", "inlineStr", "x", ""]
_FORMATS = ["0", "1", "9", "14", "22", "46", "49", "164", "999"]


def of_bytes(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return (what was done, the changed file)."""
    how = chance.choice(
        ["flip", "insert", "delete", "cut", "repeat", "zero", "ones", "swap", "number"]
    )
    at, long = chance.randrange(len(content)), chance.choice([1, 1, 2, 4, 16, 300])
    end, other = at + long, chance.randrange(len(content))
    match how:
        case "flip":
            changed = bytearray(content)
            for _ in range(chance.choice([1, 1, 2, 8])):
                changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            return how, bytes(changed)
        case "insert":
            return how, content[:at] + chance.randbytes(long) + content[at:]
        case "delete":
            return how, content[:at] + content[end:]
        case "cut":
            return how, content[:at]
        case "repeat":
            return how, content[:end] + content[at:end] * chance.choice([1, 1, 5]) + content[end:]
        case "zero":
            return how, content[:at] + b"\0" * len(content[at:end]) + content[end:]
        case "ones":
            return how, content[:at] + b"\xff" * len(content[at:end]) + content[end:]
        case "swap":
            other = min(other, len(content) - long)
            taken = content[other : other + long]
            return how, content[:at] + taken[: len(content[at:end])] + content[end:]
    marks = [
        mark.start()
        for mark in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0", content)
    ]
    place = min(
        chance.choice(marks) + chance.randrange(4, 46), len(content) - 1
    )  # what the headers say
    return how, content[:place] + chance.randbytes(1) + content[place + 1 :]


def of_xml(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return (what was done and in which part, the changed file), with valid XML and checksums."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = [
        name
        for name in parts
        if re.search(r"sheet\d+\.xml$|sharedStrings|styles|workbook\.xml|rels", name)
    ]
    heavy = [name for name in names if "sheet" in name or "sharedStrings" in name]
    for _ in range(100):
        name = chance.choice(heavy if chance.random() < 0.8 else names)
        how, part = (by_hand if chance.random() < 0.3 else by_tree)(parts[name].decode(), chance)
        if part and part != parts[name]:
            break
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for each, old in parts.items():
            package.writestr(each, part if each == name else old)
    return f"{how} in {name}", written.getvalue()


def by_hand(xml: str, chance: random.Random) -> tuple[str, bytes]:
    """Change a value or a text in place, and leave everything else as written."""
    place = chance.choice(list(re.finditer(r'="([^"<>&]+)"|>([^<>&]+)<', xml)))
    which = 1 if place[1] is not None else 2
    return "a value", (
        xml[: place.start(which)] + _other(place[which], chance) + xml[place.end(which) :]
    ).encode()


def _other(text: str, chance: random.Random) -> str:
    """Return a text with a letter or digit changed, removed or doubled, or another number."""
    if chance.random() < 0.3:
        return chance.choice(
            [
                "0",
                "-1",
                "1",
                "99999",
                "4294967296",
                "1e308",
                "",
                " ",
                "NaN",
                "true",
                "A1",
                "ZZZ99",
                "x" * 40,
                "2.5",
                "007",
            ]
        )
    at = chance.randrange(len(text)) if text else 0
    new = chance.choice(
        [
            "",
            text[at : at + 1] * 2,
            chr(chance.randrange(48, 58)),
            chr(chance.randrange(65, 91)),
            " ",
            "é",
        ]
    )
    return text[:at] + new + text[at + 1 :]


def by_tree(xml: str, chance: random.Random) -> tuple[str, bytes]:
    for prefix, space in _PREFIXES.items():
        ElementTree.register_namespace(prefix, space)
    if "package/2006/relationships" in xml:
        ElementTree.register_namespace(
            "", "http://schemas.openxmlformats.org/package/2006/relationships"
        )
    root = ElementTree.fromstring(xml)
    parents = [(parent, child) for parent in root.iter() for child in parent]
    parent, child = chance.choice(parents)
    how = chance.choice(list(_CHANGES))
    _CHANGES[how](parent, child, chance)
    return how, ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _drop(parent, child, chance):
    parent.remove(child)


def _double(parent, child, chance):
    parent.insert(list(parent).index(child) + chance.choice([0, 1]), child)


def _copy_elsewhere(parent, child, chance):
    parent.insert(chance.randrange(len(parent) + 1), child)


def _swap(parent, child, chance):
    other = chance.choice(list(parent))
    first, second = list(parent).index(child), list(parent).index(other)
    parent[first], parent[second] = other, child


def _drop_attribute(parent, child, chance):
    if child.attrib:
        del child.attrib[chance.choice(list(child.attrib))]


def _change_attribute(parent, child, chance):
    if child.attrib:
        name = chance.choice(list(child.attrib))
        child.set(name, _other(child.get(name, ""), chance))


def _text(parent, child, chance):
    child.text = _other(child.text or "", chance)


def _kind(parent, child, chance):
    _cell(parent, child, chance).set("t", chance.choice(_TYPES))


def _style(parent, child, chance):
    _cell(parent, child, chance).set("s", chance.choice(["0", "1", "2", "99", "-1"]))


def _address(parent, child, chance):
    cell = _cell(parent, child, chance)
    cell.set(
        "r",
        chance.choice(
            [
                f"{chance.choice('ABCDEFGZ')}{chance.randrange(1, 30)}",
                "a1",
                "$A$1",
                "A01",
                "A0",
                "XFE1",
                "",
            ]
        ),
    )


def _format(parent, child, chance):
    child.set(
        chance.choice(["numFmtId", "formatCode", "applyNumberFormat"]),
        chance.choice([*_FORMATS, "dd/mm/yyyy", "0.00", "General", "[h]:mm", '"d"0']),
    )


def _rename(parent, child, chance):
    child.tag = chance.choice(
        [
            f"{{{MAIN}}}{name}"
            for name in ("v", "t", "c", "row", "is", "f", "si", "r", "rPh", "sheetData", "x")
        ]
        + ["x"]
    )


def _nest(parent, child, chance):
    inner = ElementTree.SubElement(
        child, f"{{{MAIN}}}{chance.choice(['v', 't', 'is', 'r', 'x', 'c', 'rPh'])}"
    )
    inner.text = chance.choice(["1", "x", ""])


def _split(parent, child, chance):
    """Put a comment or an instruction in the middle of a text."""
    if child.text and len(child.text) > 1:
        between = (
            ElementTree.Comment(" x ")
            if chance.random() < 0.5
            else ElementTree.ProcessingInstruction("x", "y")
        )
        between.tail, child.text = child.text[1:], child.text[:1]
        child.insert(0, between)


def _cell(parent, child, chance):
    """Return the nearest cell, or the element itself."""
    return next((one for one in (child, parent) if str(one.tag).endswith("}c")), child)


_CHANGES = {
    "dropped": _drop,
    "doubled": _double,
    "copied elsewhere": _copy_elsewhere,
    "swapped": _swap,
    "attribute dropped": _drop_attribute,
    "attribute changed": _change_attribute,
    "text changed": _text,
    "kind changed": _kind,
    "style changed": _style,
    "address changed": _address,
    "format changed": _format,
    "renamed": _rename,
    "nested": _nest,
    "text split": _split,
}
