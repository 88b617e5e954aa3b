"""Every route of the site says who may open it; whether that is so, the matrix in tests/site/pages asks."""

from rapport.cli.drills import who_may


def test_every_route_says_who_may_open_it() -> None:
    assert sorted(set(who_may.routes()) ^ set(who_may.ROUTES)) == []


def test_every_part_of_an_address_has_an_example() -> None:
    wanted = {route: {part.partition(">")[0] for part in route.split("<")[1:]} for route in who_may.ROUTES}

    assert {route: set(line.parts) for route, line in who_may.ROUTES.items()} == wanted
