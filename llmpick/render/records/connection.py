"""The answers of `connect` and `keys`."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import OwnAnswer

SignIn = Literal["key", "access-token", "token-exchange"]


class ConnectionRecord(TypedDict):
    """How one route is reached."""

    route: str
    """The route."""
    provider: str
    """Who serves it."""
    base_url: str | None
    """Base address that clients are given; the user's own in braces; null: not known."""
    url: str | None
    """Whole address of a request; null where a key is not enough or the path is not known."""
    api_model: str
    """What a request names; in braces where it is the user's own."""
    dialect: str | None
    """Dialect of API that the address speaks."""
    key_variable: str | None
    """Environment variable that holds the key; null: none is known."""
    further_variables: list[str]
    """Further variables that a request needs or may need."""
    headers: dict[str, str]
    """Headers of a request; `$NAME` stands for the value of the variable NAME."""
    placeholders: list[str]
    """Names in braces that the user must fill in."""
    sign_in: SignIn
    """What a request is signed with."""
    region: str | None
    """Region asked for to which the address keeps; null: none was asked."""
    docs_url: str | None
    """Page of the provider about it."""
    notes: list[str]
    """What to know of it, one sentence each."""
    refusal: str | None
    """Why there is no connection; null: there is one."""


class ConnectAnswer(OwnAnswer):
    """
    How routes are reached. Exit code 0; 1 where no address keeps what was asked. With `--format
    jsonl`, each line is one of `results`.
    """

    results: list[ConnectionRecord]
    """One a route."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""


class KeysRecord(TypedDict):
    """A provider and its variables."""

    provider: str
    """Its identifier."""
    name: str
    """Its name."""
    variables: list[str]
    """Environment variables in which tools look for its key."""
    found: str | None
    """The first of them that the environment has; null: none."""
    sign_in: SignIn
    """What a request is signed with."""


class KeysAnswer(OwnAnswer):
    """
    Which providers the environment has a key for; no key is read. Exit code 0; 1 where there is
    none. With `--format jsonl`, each line is one of `results`.
    """

    results: list[KeysRecord]
    """One a provider."""
    warnings: list[str]
    """What to know about the whole answer, one sentence each."""
