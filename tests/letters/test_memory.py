"""Ten times as many letters take no more memory: each batch gives back what it took."""

import gc
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site

from servicepoint.letters import actions
from tests.letters.composing import compose, wanted
from tests.world import NOW

FEW, MORE = 60, 180
GROWTH_MIB_MAX = 12
IN_ONE_PROCESS = """
import json, os, re, sys
import django
django.setup()
from pathlib import Path
from servicepoint.letters.rendering import TEMPLATE, data_of
from servicepoint.typeset.pdf import compiled
from tests.letters.samples import a_letter
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
seen = []
for number in range(4):
    compiled(TEMPLATE, data_of([a_letter(reference=f"L{number}-{each}") for each in range(20)]))
    seen.append(resident())
print(json.dumps(seen))
"""


def resident_mib() -> float:
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_number_of_letters(world, settings, tmp_path):
    settings.PRINT_FOLDER, settings.LETTERS_PER_BATCH = str(tmp_path), 20
    wanted(world, FEW)
    assert actions.print_due(compose, now=NOW) == FEW
    before = resident_mib()
    wanted(world, MORE, first=FEW + 1)
    assert actions.print_due(compose, now=NOW) == MORE
    assert resident_mib() - before < GROWTH_MIB_MAX


def test_in_one_process_it_would_which_is_the_control():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", IN_ONE_PROCESS]
    done = subprocess.run(command, cwd=site.BASE_DIR, env=environment, capture_output=True, check=True)
    seen = json.loads(done.stdout)
    assert seen[-1] - seen[0] > GROWTH_MIB_MAX
