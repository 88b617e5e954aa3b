"""Where big jobs run: this process, all cores of a machine, or a Ray cluster; the same bits everywhere."""
