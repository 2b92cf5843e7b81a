"""Every behaviour in every shape, and what each program makes of it.

    python -m tests.faults.replies [--peers] [--only TEXT] [SEED]

Prints a table for the README, and before it each run that went wrong. The seed decides the
order. Ends with status 1 if Headgate has left one wrong file or was taken by surprise. The
peers come from Debian: curl wget aria2.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.replies.catalogue import GROUPS, Trial, trials
from tests.faults.replies.ours import Headgate
from tests.faults.replies.outcome import Outcome, Verdict, judge, judge_ours
from tests.faults.replies.peers import installed
from tests.faults.replies.stage import Program, Stage, memory_folder, stage

AT_A_TIME = 8  # they mostly wait


class Tally:
    """What became of the runs of one program."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.verdicts: Counter[Verdict] = Counter()
        self.behaviours: dict[Verdict, set[str]] = defaultdict(set)

    def note(self, trial: Trial, outcome: Outcome, verdict: Verdict) -> None:
        self.verdicts[verdict] += 1
        self.behaviours[verdict].add(f"{trial.group}: {trial.behaviour.name}")
        if verdict in (Verdict.WRONG, Verdict.UNHANDLED):
            told = f"{self.name}, {trial.group}: {trial.name}"
            print(f"{verdict.value:10} {outcome.word:16} {told}", flush=True)

    def row(self) -> str:
        figures = [sum(self.verdicts.values()), *(self.verdicts[one] for one in Verdict)]
        wrong = len(self.behaviours[Verdict.WRONG])
        return f"| {self.name} | " + " | ".join(map(str, [*figures, wrong])) + " |"


def try_all(here: Stage, program: Program, chosen: list[Trial]) -> Tally:
    """All trials that this program can be put to."""
    tally = Tally(program.name)
    verdict_of = judge_ours if isinstance(program, Headgate) else judge
    suited = [one for one in chosen if one.shape.connections <= program.most_connections]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for trial, (outcome, found) in zip(
            suited, pool.map(lambda one: here.perform(one, program), suited), strict=True
        ):
            tally.note(trial, outcome, verdict_of(trial, outcome, found))
    return tally


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.faults.replies")
    words.add_argument("--peers", action="store_true")
    words.add_argument("--only", default="", metavar="TEXT", help="behaviours whose name has it")
    words.add_argument("seed", type=int, nargs="?", default=0)
    given = words.parse_args()
    chosen = [one for one in trials() if given.only in f"{one.group}: {one.name}"]
    random.Random(given.seed).shuffle(chosen)
    with memory_folder() as folder, stage(Path(folder)) as here:
        programs: list[Program] = [Headgate(here.ca_file)]
        if given.peers:
            programs += installed(here.ca_file)
        tallies = [try_all(here, program, chosen) for program in programs]
    count = sum(len(behaviours) for behaviours in GROUPS.values())
    print(f"\n{count} behaviours, seed {given.seed}\n")
    print("| program | runs | right | errors | wrong | unhandled | behaviours with a wrong file |")
    print("|---|---|---|---|---|---|---|")
    for tally in tallies:
        print(tally.row())
    ours = tallies[0].verdicts
    return 1 if ours[Verdict.WRONG] or ours[Verdict.UNHANDLED] else 0


if __name__ == "__main__":
    sys.exit(main())
