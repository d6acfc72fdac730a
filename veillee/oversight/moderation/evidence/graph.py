"""The package as a CASE/UCO graph (CASE 1.4, UCO 1.4) in JSON-LD, for tools of forensics that know nothing of us.

Every id is a UUID made from the case's, so that the same case gives the same graph: people as accounts, lines as
messages, the files of the package with their hashes, what was done with the copies as actions with their performers.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

Node = dict[str, Any]

CONTEXT = {
    "kb": "urn:uuid:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def make_graph(
    case: str,
    *,
    messages: Iterable[Mapping[str, Any]],
    custody: Iterable[Mapping[str, Any]],
    staff: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """messages: lines with conversation, seq, author, pseudonym, text, sent_at; custody: entries with number, at, act,
    staff, reason; staff: name by id; files: the rest of the package by path."""
    graph = _Graph(case)
    lines = [graph.add_message(line) for line in messages]
    held = [graph.add_file(path, content) for path, content in sorted(files.items())]
    record = graph.add_record([*lines, *held])
    actions = [graph.add_action(entry, staff, held, record) for entry in custody]
    graph.add("case", "case-investigation:Investigation", {}, name=f"case {case}", objects=[record, *actions])
    return {"@context": CONTEXT, "@graph": graph.nodes}


class _Graph:
    def __init__(self, case: str) -> None:
        self._case = uuid.UUID(case)
        self.nodes: list[Node] = []
        self.accounts: dict[Any, Node] = {}
        self._performers: dict[str | None, Node] = {}

    def add(
        self, what: str, type_: str, values: Node, *, name: str | None = None, objects: Iterable[Node] = ()
    ) -> Node:
        """A node with its id; what refers to it."""
        node: Node = {"@id": self._id(what), "@type": type_, **values}
        if name is not None:
            node["uco-core:name"] = name
        if things := list(objects):
            node["uco-core:object"] = things
        self.nodes.append(node)
        return {"@id": node["@id"]}

    def add_message(self, line: Mapping[str, Any]) -> Node:
        key = f"{line['conversation']}/{line['seq']}/{line['sent_at']}/{line['author']}"
        facet = {
            "uco-observable:messageText": line["text"],
            "uco-observable:messageID": f"{line['conversation']}/{line['seq']}",
            "uco-observable:sentTime": _time(line["sent_at"]),
            "uco-observable:from": self._account(line["author"], line["pseudonym"]),
        }
        return self._observable(f"message/{key}", "Message", {"MessageFacet": facet})

    def add_file(self, path: str, content: bytes) -> Node:
        hashed = {
            "@id": self._id(f"hash/{path}"),
            "@type": "uco-types:Hash",
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": hashlib.sha256(content).hexdigest()},
        }
        file = {
            "uco-observable:fileName": path.rpartition("/")[2],
            "uco-observable:filePath": f"data/{path}",
            "uco-observable:isDirectory": False,
            "uco-observable:sizeInBytes": len(content),
        }
        facets: dict[str, Node] = {"FileFacet": file, "ContentDataFacet": {"uco-observable:hash": hashed}}
        return self._observable(f"file/{path}", "File", facets)

    def add_record(self, objects: list[Node]) -> Node:
        exhibit = {"case-investigation:exhibitNumber": str(self._case)}
        return self.add("record", "case-investigation:ProvenanceRecord", exhibit, objects=objects)

    def add_action(self, entry: Mapping[str, Any], staff: Mapping[str, str], held: list[Node], record: Node) -> Node:
        by = entry["staff"]
        if by not in self._performers:
            name = staff.get(by or "", "the place, by itself")
            self._performers[by] = self.add(f"staff/{by}", "uco-identity:Identity", {}, name=name)
        said = {
            "uco-core:description": entry["reason"],
            "uco-action:performer": self._performers[by],
            "uco-action:startTime": _time(entry["at"]),
            "uco-action:endTime": _time(entry["at"]),
        }
        result = {"uco-action:result": [*held, record]} if entry["act"] == "packed" else {}
        type_ = "case-investigation:InvestigativeAction"
        return self.add(f"custody/{entry['number']}", type_, said | result, name=entry["act"])

    def _account(self, person: str, pseudonym: str) -> Node:
        if (person, pseudonym) not in self.accounts:
            facets = {
                "AccountFacet": {"uco-observable:accountIdentifier": person},
                "DigitalAccountFacet": {"uco-observable:displayName": pseudonym},
            }
            node = self._observable(f"account/{person}/{pseudonym}", "DigitalAccount", facets)
            self.accounts[person, pseudonym] = node
        return self.accounts[person, pseudonym]

    def _observable(self, what: str, type_: str, facets: Mapping[str, Node]) -> Node:
        described = [
            {"@id": self._id(f"{name}/{what}"), "@type": f"uco-observable:{name}", **values}
            for name, values in facets.items()
        ]
        return self.add(what, f"uco-observable:{type_}", {"uco-core:hasFacet": described})

    def _id(self, what: str) -> str:
        # Made from the case's id: UCO suggests UUIDs of the versions up to 5, and ours are of version 7.
        return f"kb:{uuid.uuid5(self._case, what)}"


def _time(moment: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat().replace("+00:00", "Z")}
