"""Other ways to run one round of work on partitions that stay: threads, Dask, PySpark."""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import Any

import numpy as np

Work = Callable[[Any, np.ndarray], np.ndarray]


class Threads:
    """Threads of this process, Python's own: no engine at all."""

    name = "threads"

    def __init__(self, parts: Sequence[Any], work: Work, workers: int) -> None:
        self.parts, self.work = parts, work
        self.pool = ThreadPoolExecutor(workers)

    def round(self, prices: np.ndarray) -> np.ndarray:
        """Summed demand."""
        return reduce(np.add, self.pool.map(lambda part: self.work(part, prices), self.parts))

    def close(self) -> None:
        self.pool.shutdown()


class Dask:
    """Dask's distributed scheduler, worker processes on this machine; partitions scattered once."""

    name = "Dask"

    def __init__(self, parts: Sequence[Any], work: Work, workers: int) -> None:
        from dask.distributed import Client, LocalCluster

        self.work = work
        self.cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        )
        self.client = Client(self.cluster)
        self.parts = [self.client.scatter(part, hash=False) for part in parts]

    def round(self, prices: np.ndarray) -> np.ndarray:
        """Summed demand."""
        # Equal contents that are scattered again under one key are lost (engines.md): hence no hash.
        shared = self.client.scatter(prices, broadcast=True, hash=False)
        asked = [self.client.submit(self.work, part, shared, pure=False) for part in self.parts]
        return reduce(np.add, self.client.gather(asked))

    def close(self) -> None:
        self.client.close()
        self.cluster.close()


class PySpark:
    """PySpark on this machine: an RDD of partitions, cached, and a broadcast variable."""

    name = "PySpark"

    def __init__(self, parts: Sequence[Any], work: Work, workers: int) -> None:
        from pyspark import SparkContext
        from pyspark.conf import SparkConf

        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        asked = {
            "spark.ui.enabled": "false",
            "spark.driver.memory": "3g",
            "spark.driver.bindAddress": "127.0.0.1",
        }
        conf = SparkConf().setMaster(f"local[{workers}]").setAll(list(asked.items()))
        self.work, self.context = work, SparkContext(conf=conf)
        self.context.setLogLevel("OFF")
        self.parts = self.context.parallelize(parts, len(parts)).cache()
        self.parts.count()

    def round(self, prices: np.ndarray) -> np.ndarray:
        """Summed demand."""
        shared, work = self.context.broadcast(prices), self.work
        found = self.parts.map(lambda part: work(part, shared.value)).collect()
        return reduce(np.add, found)

    def close(self) -> None:
        self.context.stop()


PEERS = (Threads, Dask, PySpark)
