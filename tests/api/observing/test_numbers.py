"""Numbers of requests: of one form, never twice, not even in a copy of the process."""

import os
import re

from api.observing.numbers import new_number


def test_numbers_differ_and_have_one_form() -> None:
    numbers = [new_number() for _ in range(1_000)]
    assert len(set(numbers)) == 1_000
    assert [number for number in numbers if not re.fullmatch(r"[0-9a-f]{32}", number)] == []


def test_a_copy_of_the_process_draws_its_own() -> None:
    new_number()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, new_number().encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reader, 32).decode()
    os.close(reader)
    os.close(writer)
    assert theirs not in [new_number() for _ in range(256)]
