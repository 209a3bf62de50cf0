"""Record batches → checked columns of facts: what is plainly right all at once, what is not, set aside."""

from assize.decision.batch.intake.take import Intake, Taken

__all__ = ["Intake", "Taken"]
