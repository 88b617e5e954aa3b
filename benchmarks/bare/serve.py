"""Serve the bare page as the site is served; the port is printed, then nothing more."""

import os
import socket


def main() -> None:
    """Until told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
    from rapport.site.config.start import start

    start()
    from rapport.site.config.server import serve

    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listening.getsockname()[1], flush=True)
    serve(listening)


if __name__ == "__main__":
    main()
