"""One Spark for all these tests. `make test-spark` runs them; `make test` leaves them out."""

from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from assize.spark.local import local_session
from tests.spark.here import QUICK


def pytest_configure(config: pytest.Config) -> None:
    # Spark asks for pandas, whose newest it does not know. No frame of pandas is made here.
    config.addinivalue_line(
        "filterwarnings", "ignore:PySpark does not yet fully support pandas:FutureWarning"
    )


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    with local_session(settings=QUICK) as session:
        yield session
