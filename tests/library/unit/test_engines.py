"""Engines: the same bits wherever a job runs, and one line when it cannot."""

import operator
import os

import numpy as np
import pytest

from rapport.engines.cores import Cores
from rapport.engines.engine import EngineFailed, InProcess, reduce
from rapport.engines.opening import open_engine
from rapport.errors import BadInput
from support import engine_jobs


@pytest.fixture(scope="module")
def cores():
    with Cores(2) as engine:
        yield engine


@pytest.mark.parametrize("partitions", [1, 2, 7])
def test_all_cores_end_in_the_same_bits_as_this_process(cores, partitions):
    here = engine_jobs.ascent(InProcess(), partitions=partitions, rounds=3)

    there = engine_jobs.ascent(cores, partitions=partitions, rounds=3)

    assert there.tobytes() == here.tobytes()


def test_partitions_are_worked_on_in_processes_of_their_own(cores):
    found = cores.map_partitions(engine_jobs.who, range(6), cores.broadcast(None))

    assert len(set(found)) == 2
    assert os.getpid() not in found
    assert found[0::2] == [found[0]] * 3


def test_results_are_joined_from_the_first_partition_to_the_last(cores):
    parts = cores.map_partitions(engine_jobs.refuse, range(9), cores.broadcast(9))

    assert reduce(operator.add, map(str, parts)) == "012345678"


@pytest.mark.parametrize("engine", ["process", "cores"])
def test_the_first_partition_that_is_refused_is_the_one_told_of(engine):
    with open_engine(engine, workers=2) as opened, pytest.raises(BadInput, match=r"below 4.*got 4"):
        opened.map_partitions(engine_jobs.refuse, range(9), opened.broadcast(4))


def test_a_worker_goes_on_after_something_was_refused(cores):
    with pytest.raises(BadInput):
        cores.map_partitions(engine_jobs.refuse, range(4), cores.broadcast(0))

    assert cores.map_partitions(engine_jobs.refuse, range(4), cores.broadcast(4)) == [0, 1, 2, 3]


def test_what_cannot_be_sent_back_is_said(cores):
    with pytest.raises(EngineFailed, match="expected an answer that can be sent"):
        cores.map_partitions(engine_jobs.unsendable, range(2), cores.broadcast(None))


def test_a_worker_that_was_ended_is_said_and_the_others_are_ended_too():
    with Cores(2) as engine, pytest.raises(EngineFailed, match="one that ended with 9"):
        engine.map_partitions(engine_jobs.end, range(2), engine.broadcast(9))

    assert not any(worker._process.is_alive() for worker in engine._workers)


def test_no_partitions_are_no_results(cores):
    assert cores.map_partitions(engine_jobs.who, [], cores.broadcast(None)) == []
    assert np.array_equal(InProcess().map_partitions(engine_jobs.who, [], InProcess().broadcast(None)), [])


def test_a_trial_on_all_cores_is_the_same_trial(cores):
    from rapport.simulation import designs
    from rapport.simulation.trials import run_trials

    design = designs.design("planted-zero")
    here, there = (run_trials(design, seed=3, runs=250, engine=each) for each in (InProcess(), cores))

    assert there.outcomes.tobytes() == here.outcomes.tobytes()
    assert len(there.arms) == 250


def test_the_engine_of_a_command_is_refused_in_one_line(capsys):
    from rapport.cli.main import main

    trial = ["simulate", "trial", "--design", "planted-zero", "--runs", "2"]

    assert main([*trial, "--address", "10.0.0.1:6379"]) == 2
    assert main([*trial, "--engine", "ray", "--address", "nowhere"]) == 2
    assert main([*trial, "--engine", "cores", "--workers", "0"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("expected ")[2] for line in lines] == [
        "--engine ray with --address, got process",
        "HOST:PORT, got 'nowhere'",
        "a whole number from 1 to 100000, got '0'",
    ]
