import pytest

from shopmetrics.errors import ConfigError
from shopmetrics.extra import required


def test_library_that_is_there_is_imported() -> None:
    assert required("json", "report").loads("1") == 1


def test_library_that_is_missing_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(ConfigError, match="no_such_library, which is not installed") as error:
        required("no_such_library", "report")
    assert error.value.hint == "pip install 'shopmetrics[report]'"
