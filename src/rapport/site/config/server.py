"""The web server: gunicorn, told by us alone (no configuration file, no access log, no addresses kept)."""

import socket
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from rapport.site.config.database import for_visits
from rapport.site.foundation.logs import ContentFree

REQUEST_SECONDS = 30
STOP_SECONDS = 10
REQUESTS_A_PROCESS = 20_000


class QuietLogger(Logger):
    """Gunicorn's own errors, without what a person sent."""

    def setup(self, cfg: Any) -> None:
        """Gunicorn's set-up, then our filter on every handler."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(ContentFree())


class Server(BaseApplication):
    """One arbiter, a few processes, several threads in each."""

    def __init__(self, listening: socket.socket, on_ready: Callable[[Any], None]) -> None:
        self.listening, self.on_ready = listening, on_ready
        super().__init__()

    def load_config(self) -> None:
        """All that is set; the rest is gunicorn's default."""
        environment = settings.ENVIRONMENT
        chosen = {
            "bind": [f"fd://{self.listening.fileno()}"],
            "worker_class": "gthread",
            "workers": environment.web_processes,
            "threads": environment.web_threads,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "preload_app": True,
            "max_requests": REQUESTS_A_PROCESS,
            "max_requests_jitter": REQUESTS_A_PROCESS // 10,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "proc_name": "rapport",
            "control_socket_disable": True,
            "post_worker_init": self.on_ready,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site, its addresses included: a part that cannot be loaded fails here, not at every visit."""
        from rapport.site.config.wsgi import application

        get_resolver().url_patterns  # noqa: B018
        return application


def serve(listening: socket.socket, on_ready: Callable[[Any], None] = lambda _worker: None) -> None:
    """Serve on a socket that is open already, until told to stop; each process says when it is ready."""
    listening.set_inheritable(True)
    for chosen in connections.databases.values():
        for_visits(chosen)
    Server(listening, on_ready).run()
