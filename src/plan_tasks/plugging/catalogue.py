"""What plugins offer of one kind, by name.

Lives here: the typed mapping from names and aliases to descriptors with their origin, and what happens when two
plugins offer one name. Not here: asking the plugins (``collecting``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

import attrs

from plan_tasks.plugging.descriptor import Descriptor
from plan_tasks.plugging.discovery import Candidate, Source, matches

__all__ = ["Catalogue", "Clash", "Offer", "Registered", "settle"]

D = TypeVar("D", bound=Descriptor[Any, Any], covariant=True)


@attrs.frozen(kw_only=True)
class Registered(Generic[D]):
    """A descriptor and whose it is.

    Attributes:
        descriptor: The descriptor, as the plugin yielded it.
        plugin: Name of the plugin.
        distribution: Name of its distribution; empty for a plugin that the host application passed.
        version: Version of the distribution; empty where there is none.
    """

    descriptor: D
    plugin: str
    distribution: str
    version: str


class Catalogue(Mapping[str, Registered[D]], Generic[D]):
    """All that is offered of one kind; never changes.

    Iterating gives the names, sorted and without aliases; looking up takes aliases too.

    Args:
        offers: What is offered, by name.
        aliases: Other names, each with the name that it stands for.
    """

    def __init__(self, offers: Mapping[str, Registered[D]], aliases: Mapping[str, str]) -> None:
        self._offers: Final = dict(sorted(offers.items()))
        self._aliases: Final = dict(sorted(aliases.items()))

    def __getitem__(self, name: str) -> Registered[D]:
        return self._offers[self._aliases.get(name, name)]

    def __contains__(self, name: object) -> bool:
        return name in self._offers or name in self._aliases

    def __iter__(self) -> Iterator[str]:
        return iter(self._offers)

    def __len__(self) -> int:
        return len(self._offers)

    def __repr__(self) -> str:
        return f"Catalogue({', '.join(self._offers)})"

    @property
    def aliases(self) -> Mapping[str, str]:
        """Each alias with the name that it stands for, sorted."""
        return dict(self._aliases)


@attrs.frozen(kw_only=True)
class Offer:
    """A descriptor that a plugin has yielded, before names are settled."""

    descriptor: Descriptor[Any, Any]
    candidate: Candidate

    def registered(self) -> Registered[Any]:
        """Return the offer as the catalogue holds it."""
        return Registered(
            descriptor=self.descriptor,
            plugin=self.candidate.name,
            distribution=self.candidate.distribution,
            version=self.candidate.version,
        )


@attrs.frozen(kw_only=True)
class Clash:
    """A name that several plugins offer, for one that does not get it.

    Attributes:
        loser: The offer.
        name: The name or alias.
        rivals: The other plugins that offer it.
        winner: The plugin that gets it; None when nobody does.
        wished: True when the host application chose the winner, by ``prefer`` or by passing it itself.
    """

    loser: Offer
    name: str
    rivals: tuple[Candidate, ...]
    winner: Candidate | None
    wished: bool


def settle(offers: Iterable[Offer], prefer: Mapping[str, str]) -> tuple[Catalogue[Any], list[Clash]]:
    """Return the catalogue of one kind and the clashes of names.

    A name goes to the plugin that ``prefer`` says, else to the host application's, else to the built-in one, else to
    nobody. The same holds for aliases among themselves; a name beats an alias.

    Args:
        offers: What plugins yield.
        prefer: Name -> plugin or distribution that is to get it.
    """
    clashes: list[Clash] = []
    by_name: dict[str, list[Offer]] = {}
    for offer in offers:
        by_name.setdefault(offer.descriptor.name, []).append(offer)
    won = _winners(by_name, prefer, clashes)
    by_alias: dict[str, list[Offer]] = {}
    for offer in won.values():
        for alias in offer.descriptor.names[1:]:
            if alias in won and won[alias] is not offer:
                clash = Clash(
                    loser=offer, name=alias, rivals=(won[alias].candidate,), winner=won[alias].candidate, wished=False
                )
                clashes.append(clash)
            elif alias not in won and offer not in by_alias.setdefault(alias, []):
                by_alias[alias].append(offer)
    aliases = {alias: offer.descriptor.name for alias, offer in _winners(by_alias, prefer, clashes).items()}
    return Catalogue({name: offer.registered() for name, offer in won.items()}, aliases), clashes


def _winners(by_name: Mapping[str, list[Offer]], prefer: Mapping[str, str], clashes: list[Clash]) -> dict[str, Offer]:
    won: dict[str, Offer] = {}
    for name, rivals in by_name.items():
        winner, wished = _winner(rivals, prefer.get(name))
        if winner is not None:
            won[name] = winner
        for loser in rivals:
            if loser is not winner:
                others = tuple(one.candidate for one in rivals if one is not loser)
                champion = winner.candidate if winner is not None else None
                clashes.append(Clash(loser=loser, name=name, rivals=others, winner=champion, wished=wished))
    return won


def _winner(rivals: list[Offer], preferred: str | None) -> tuple[Offer | None, bool]:
    if preferred is not None:
        chosen = [one for one in rivals if matches(one.candidate, (preferred,))]
        if len(chosen) == 1:
            return chosen[0], True
    best = max(one.candidate.source.rank for one in rivals)
    strongest = [one for one in rivals if one.candidate.source.rank == best]
    if len(strongest) > 1:
        return None, False
    return strongest[0], strongest[0].candidate.source is Source.HOST
