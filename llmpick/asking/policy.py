"""Names against a policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from llmpick.api import policy_check
from llmpick.asking.query import about
from llmpick.inputs import policy_file as policies
from llmpick.render.answers import policy as render

if TYPE_CHECKING:
    from llmpick.api.policy_check import PolicyReport
    from llmpick.catalog.contents import Catalog
    from llmpick.render.blocks import Answer


def check(
    catalog: Catalog,
    policy: str,
    names: Sequence[str] = (),
    files: Iterable[str] = (),
    *,
    partial: bool = False,
) -> tuple[PolicyReport, Answer]:
    """
    What the policy in the file *policy* says to models, routes and plans.

    Args:
        catalog: The facts.
        policy: The path of the policy.
        names: Of models, routes or plans.
        files: Text files: the models named in them.
        partial: Exceptions of the policy that cover nothing are no findings.

    Raises:
        UserError: a file that cannot be read, or a name that nothing or several have.
    """
    wanted = policies.read(catalog, policy)
    mentioned = [name for path in files for name in policy_check.mentioned(catalog, path)]
    asked = [*policy_check.named(catalog, names), *mentioned]
    report = policy_check.check(catalog, wanted, policy, asked, partial=partial)
    return report, render.answer(report, about(catalog))
