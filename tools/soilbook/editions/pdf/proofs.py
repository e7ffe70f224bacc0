"""Theorems, algorithms, proofs (sphinx-proof), exercises and solutions (sphinx-exercise)."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from .figures import caption_number
from .labels import INTERNAL
from .markup import call, content, escape
from .panels import panel, title_node
from .words import words_of
from .writer import Writer, renders

# The names of both packages are translated in catalogues of their own.
_of_proof = get_translation("proof")


@renders("theorem_node", "lemma_node", "corollary_node", "proposition_node", "axiom_node")
@renders("definition_node", "assumption_node", "conjecture_node", "criterion_node")
@renders("algorithm_node", "example_node", "remark_node", "observation_node", "property_node")
@renders("notation_node", "unenumerable_node")
def theorem(writer: Writer, node: nodes.Element) -> str:
    """The kind, the number that HTML writes, and the title in brackets."""
    kind = str(_of_proof(str(node.get("realtype", "")).title()))
    numbers = writer.builder.fignumbers.get(str(node.get("countertype", "")), {})
    number = ".".join(map(str, numbers.get(node["ids"][0], ()))) if node["ids"] else ""
    title = title_node(node)
    own = writer.children(title) if title is not None else ""
    return panel(writer, node, escape(f"{kind} {number}".strip()) + own)


@renders("proof_node")
def proof(writer: Writer, node: nodes.Element) -> str:
    """A proof, which begins with its own name."""
    body = "".join(writer.children(one) for one in node.children if isinstance(one, nodes.Element))
    return f"{writer.place(node)}{writer.anchors(node)}{call('proof', content(body.strip()))}\n\n"


@renders("exercise_node", "exercise_enumerable_node")
def exercise(writer: Writer, node: nodes.Element) -> str:
    """An exercise with its number, and a link to each of its solutions."""
    title = title_node(node)
    own = writer.children(title) if title is not None else ""
    head = f"{escape(caption_number(writer, node))}{own}"
    made = panel(writer, node, head)
    links = ", ".join(_solutions(writer, node))
    return made.rstrip().removesuffix("]);") + f"\n\n{links}]);\n\n" if links else made


def _solutions(writer: Writer, node: nodes.Element) -> list[str]:
    """Links to the solutions of an exercise, which the package itself does not write."""
    known = getattr(writer.builder.env, "sphinx_exercise_registry", {})
    found = []
    for name, entry in known.items():
        solution = entry["node"]
        if solution.get("target_label") == node.get("label") and not solution.get("hidden"):
            label = writer.labels.of(writer.docname, f"{INTERNAL}{entry['docname']}#{name}")
            text = escape(f"→ {words_of(writer.builder.project.language).solution}")
            found += [call("link", f"<{label}>", content(text))] if label else []
    return found


@renders("solution_node")
def solution(writer: Writer, node: nodes.Element) -> str:
    """A solution, whose title links to the exercise."""
    title = title_node(node)
    anchor = writer.labels.place(writer.docname, node)
    made = panel(writer, node, writer.children(title) if title is not None else "")
    return f"#metadata(none)<{anchor}>{made}" if anchor else made


@renders("exercise_end_node", "solution_start_node", "solution_end_node")
def gate(writer: Writer, node: nodes.Element) -> str:
    """The mark of a start or end that has no counterpart; sphinx-exercise has reported it."""
    return writer.children(node)
