"""A pytest plugin that gives the test run a data directory of its own before Django reads its settings."""

import atexit
import os
import shutil
import tempfile

KEPT = ("OCTAVO_DATABASE_URL", "OCTAVO_TEST_LLM_PYTHON", "OCTAVO_TEST_LLM_DIRECTORY")
for name in [name for name in os.environ if name.startswith("OCTAVO_") and name not in KEPT]:
    del os.environ[name]
_directory = tempfile.mkdtemp(prefix="octavo-tests-")
os.environ["OCTAVO_DATA"] = _directory
atexit.register(shutil.rmtree, _directory, ignore_errors=True)
