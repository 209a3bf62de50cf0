"""What the cases of a rulebook must try: take one case away, and what only it tried is named."""

from __future__ import annotations

SCORED = """
score: {scale: [0, 100], decimals: 2, weights: percent}
principles: {kept: {note: usual}}
facts:
  staff: {type: number, range: [0, 100]}
  proven: boolean
  leaks: boolean
  shared: boolean
  speed: number
  jams: number
  size: {choices: [small, big]}
  papers: {type: list, of: {number: text, points: number}}
criteria:
  people:
    weight: 60
    of: staff
    steps: [{below: 50, value: 0}, {from: 50, below: 80, value: 60}, {from: 80, value: 100}]
    if_missing: unknown
  paper: {weight: 40, of: proven, table: {true: 100, false: 0}, if_missing: worst}
rules:
  leak: {when: leaks, knock_out: true, principle: kept}
  overlap: {when: shared, approval: {role: head}, principle: kept}
  slow: {when: speed < 10 or jams > 3, warning: true}
  thin: {each: papers as p, when: p.points < 5, warning: true}
after_score:
  weak: {when: score < 30, warning: true}
  known_little: {when: coverage < 70, warning: true}
grades: {A: 80, B: 0}
uses: [award]
outcomes: {approved: none, conditional: warn, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {conditional: approval_open}, {otherwise: approved}]
variants:
  lean: {when: size == "small", note: usual, weights: {people: 50, paper: 50}}
"""
FINE = {
    "staff": 60,
    "proven": True,
    "leaks": False,
    "shared": False,
    "speed": 50,
    "jams": 0,
    "size": "big",
    "papers": [],
}
SCORED_CASES: dict[str, dict[str, object]] = {
    "strong": {"staff": 90},
    "unproven": {"proven": False},
    "few": {"staff": 10, "leaks": True, "proven": True},
    "weak": {"staff": 10, "leaks": True, "proven": False},
    "leaks": {"leaks": True},
    "shares": {"shared": True},
    "slow": {"speed": 5},
    "jams": {"jams": 5},
    "thin": {"papers": [{"number": "P", "points": 1}]},
    "small": {"size": "small"},
    "nothing known": dict.fromkeys(FINE),
}
RISKY = """
risk_scale:
  likelihood:
    {no_sign: 1, one_sign: 2, two_signs: 3, one_event: 3, two_events: 4, four_events: 5, happening_now: 5}
  levels: {high: 10, low: 1}
  reduces: level
  least_left: 0.2
  on_paper: 0.5
  note: usual
facts: {misses: number, drilled: boolean, works: boolean, drilled_on: date}
risks:
  misses_happen:
    events: misses
    impact: [{value: 4}]
    note: usual
    controls:
      drill:
        {reduction: 0.5, in_place: drilled, works: works, expired: drilled_on + 365 < as_of, note: usual}
uses: [go_on]
outcomes: {go: none, stop: block, undetermined: undetermined}
decide: [{stop: misses_happen}, {otherwise: go}]
"""
RISKY_CASES: dict[str, dict[str, object]] = {
    "working": {"misses": 0, "drilled": True, "works": True, "drilled_on": "2026-05-01"},
    "on paper": {"misses": 1, "drilled": True, "works": False, "drilled_on": "2026-05-01"},
    "expired": {"misses": 1, "drilled": True, "works": True, "drilled_on": "2025-05-01"},
    "missing": {"misses": 1, "drilled": False, "works": True, "drilled_on": "2026-05-01"},
    "nothing known": {},
}
