"""What templates may do: read the values that they are given, and loop over them a bounded number of times.

Jinja's own sandbox keeps templates from objects' insides. This one is narrower. Values are plain, and none of their
methods can be called; filters and globals are a short list, without any that makes text long or marks it as safe;
loops, calls and inclusions are counted, and text that grows too long ends the template. So a template that is wrong
ends with an error after a bounded time, and one that means harm reads nothing but its own notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import local
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace

from plan_tasks.plugins.wordings.jinja.folders import Folders

__all__ = ["LONGEST", "MOST_TURNS", "TemplateTooGreedy", "Workshop"]

#: Bytes of UTF-8 that one form of a notice may have.
LONGEST: Final = 256 * 1024
#: Turns of loops, calls and inclusions in one form of a notice.
MOST_TURNS: Final = 20_000
_LONGEST_RANGE: Final = 1_000
_WIDEST_NUMBER: Final = 128  # bits

_FILTERS: Final = frozenset(
    {
        *("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int"),
        *("items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace"),
        *("reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique"),
        *("upper", "urlencode", "wordcount"),
    }
)
_TURN: Final = "turns counted"  # names with a space: no template can write them
_ONE: Final = "one turn counted"
_JOINED: Final = "pieces joined"
_OURS: Final = (LoopContext, TemplateReference, Namespace)


class TemplateTooGreedy(Exception):
    """A template loops too often or makes too long a text."""


class Workshop(SandboxedEnvironment):
    """Where templates are read and set.

    Args:
        folders: Where they come from.
        html: Whether they make HTML, in which what they print is escaped.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self, folders: Folders, *, html: bool) -> None:
        super().__init__(
            loader=_Loader(folders),
            autoescape=html,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            cache_size=-1,
            auto_reload=False,
        )
        self._spent = local()
        self.globals = {"range": self._range, "namespace": Namespace}
        kept = {name: made for name, made in self.filters.items() if name in _FILTERS}
        kept |= {"replace": _replace, "join": _bounded(kept["join"])}
        self.filters = kept | {_TURN: self._turns, _ONE: self._once, _JOINED: _pieces}

    def set(self, template: Template, values: Mapping[str, Any]) -> str:
        """Fill in a template.

        Args:
            template: One of this workshop.
            values: Plain values.

        Returns:
            The text.

        Raises:
            TemplateTooGreedy: It loops too often or its text is too long.
            Exception: Whatever a template can do wrong.
        """
        self._spent.turns = 0
        parts, length = [], 0
        for part in template.generate(values):
            length += len(part.encode(errors="replace"))
            if length > LONGEST:
                raise TemplateTooGreedy(f"its text is longer than {LONGEST} bytes")
            parts.append(part)
        return "".join(parts)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``a.b`` is: a value of a mapping, or what Jinja's own loops and inclusions offer. Never a method."""
        if isinstance(obj, _OURS):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What ``a["b"]`` and ``a[0]`` are."""
        try:
            return obj[argument]
        except (LookupError, TypeError, AttributeError):
            return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it: its own macros and blocks, what a loop offers, and the globals.

        What is undefined says so when it is called.
        """
        if obj is Namespace or isinstance(obj, (Macro, BlockReference, LoopContext, Undefined)):
            return True
        return isinstance(getattr(obj, "__self__", None), (LoopContext, Workshop))

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, and count it."""
        self._spend()
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out an operator: numbers that stay small, and text that is put together with ``+``."""
        text = isinstance(left, (str, list)) or isinstance(right, (str, list))
        if operator == "**" or (text and operator != "+"):
            raise TemplateTooGreedy(f"{operator} is not for templates{' on text' if text else ''}")
        if text and _size(left) + _size(right) > LONGEST:
            raise TemplateTooGreedy(f"a text is longer than {LONGEST} characters")
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, int) and found.bit_length() > _WIDEST_NUMBER:
            raise TemplateTooGreedy("a number is too large")
        return found

    def _spend(self) -> None:
        self._spent.turns = getattr(self._spent, "turns", 0) + 1
        if self._spent.turns > MOST_TURNS:
            raise TemplateTooGreedy(f"it takes more than {MOST_TURNS} turns")

    def _turns(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._spend()
            yield value

    def _once(self, value: Any) -> Any:
        self._spend()
        return value

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        if len(found) > _LONGEST_RANGE:
            raise TemplateTooGreedy(f"a range has more than {_LONGEST_RANGE} numbers")
        return found


class _Loader(BaseLoader):
    """Reads templates from the folders and builds the counting into them."""

    def __init__(self, folders: Folders) -> None:
        self._folders: Final = folders

    def load(self, environment: Any, name: str, globals: Any = None) -> Template:  # noqa: A002 - Jinja's own name
        """Read one."""
        file = self._folders.find(name)
        if file is None:
            raise TemplateNotFound(name)
        tree = environment.parse(file.source, name, file.path)
        _guarded(tree, name, file.path)
        code = environment.compile(tree, name, file.path)
        return Template.from_code(environment, code, environment.make_globals(globals))


def _guarded(tree: nodes.Template, name: str, path: str) -> None:
    for escape in tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)):
        raise TemplateSyntaxError("autoescape is not for templates: it stays on", escape.lineno, name, path)
    for loop in tree.find_all(nodes.For):
        loop.iter = _filtered(loop.iter, _TURN)
    for included in tree.find_all(nodes.Include):
        included.template = _filtered(included.template, _ONE)
    _join_within(tree)


def _join_within(node: nodes.Node) -> None:
    """Puts a bounded joining in place of each ``~``."""
    for field, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, field, [_joined(each) for each in value])
        else:
            setattr(node, field, _joined(value))
    for child in node.iter_child_nodes():
        _join_within(child)


def _joined(value: Any) -> Any:
    if isinstance(value, nodes.Concat):
        return _filtered(nodes.List(value.nodes, lineno=value.lineno), _JOINED)
    return value


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    if node.environment is not None:
        made.set_environment(node.environment)
    return made


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (str, list)) else 0


def _pieces(values: list[Any]) -> str:
    texts = [value if isinstance(value, str) else str(value) for value in values]
    if sum(map(len, texts)) > LONGEST:
        raise TemplateTooGreedy(f"a text is longer than {LONGEST} characters")
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + text  # escapes what is no markup where the other is
    return joined


def _replace(text: str, old: str, new: str) -> str:
    """Replaces one text by another, wherever it stands."""
    times = text.count(old) if old else len(text) + 1
    if len(text) + times * len(new) > LONGEST:
        raise TemplateTooGreedy(f"a text is longer than {LONGEST} characters")
    return text.replace(old, new)


def _bounded(join: Callable[..., Any]) -> Callable[..., Any]:
    """Jinja's own joining, of what is not too long."""

    def bounded(context: Any, values: Iterable[Any], between: str = "", attribute: Any = None) -> Any:
        listed = list(values)
        if sum(len(str(each)) for each in listed) + len(between) * len(listed) > LONGEST:
            raise TemplateTooGreedy(f"a text is longer than {LONGEST} characters")
        return join(context, listed, between, attribute)

    bounded.jinja_pass_arg = join.jinja_pass_arg  # type: ignore[attr-defined]
    return bounded
