"""Every way in which the rules say no stands in a table; every other code is raised by a room that reads or serves."""

import inspect
import re

from teachmeet.domain import (
    checks,
    founding,
    rules,
    rules_board,
    rules_hall,
    rules_people,
    rules_plan,
    rules_talks,
    rules_topics,
    rules_undo,
)
from teachmeet.domain.refusals import Code
from tests.domain import (
    test_founding,
    test_rules_board,
    test_rules_hall,
    test_rules_merge,
    test_rules_order,
    test_rules_parts,
    test_rules_people,
    test_rules_pitching,
    test_rules_plan,
    test_rules_rounds,
    test_rules_stage,
    test_rules_talks,
    test_rules_topics,
    test_rules_votes,
    test_undo,
)

ELSEWHERE = {
    Code.NOT_UNDERSTOOD,
    Code.UNKNOWN_COMMAND,
    Code.WRONG_TYPE,
    Code.FAULT,
    Code.HELLO_FIRST,
    Code.WRONG_VERSION,
    Code.WRONG_CODE,
    Code.TOO_FAST,
    Code.TOO_MANY_UNANSWERED,
    Code.TOO_OLD,
    Code.STOPPING,
    Code.UNKNOWN_ADDRESS,
    Code.NOTHING_TO_ARRANGE,
}
"""What the wire, the hub and the server refuse."""
OF_CODES = {Code.WRONG_KEY}
"""What a code is refused with, which is no command."""
TABLES = (
    test_founding,
    test_rules_board,
    test_rules_hall,
    test_rules_merge,
    test_rules_order,
    test_rules_parts,
    test_rules_people,
    test_rules_pitching,
    test_rules_plan,
    test_rules_rounds,
    test_rules_stage,
    test_rules_talks,
    test_rules_topics,
    test_rules_votes,
    test_undo,
)
RULES = (
    *(checks, founding, rules, rules_board, rules_hall, rules_people),
    *(rules_plan, rules_talks, rules_topics, rules_undo),
)


def raised() -> set[Code]:
    """The codes that the rules name."""
    sources = "".join(map(inspect.getsource, RULES))
    return {Code[name] for name in re.findall(r"\bCode\.([A-Z_]+)\b", sources)}


def test_every_code_the_rules_raise_is_in_a_table() -> None:
    told = {row[3] for table in TABLES for row in table.REFUSED}
    assert told == raised() - OF_CODES


def test_every_other_code_is_raised_elsewhere() -> None:
    assert set(Code) - raised() == ELSEWHERE
