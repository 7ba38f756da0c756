"""Who is online, seen with which department, and which department a conversation goes to."""

from pathlib import Path

import pytest

from chat_server.domain.errors import Invalid, NotFound
from chat_server.wire.delivery import Delivery
from tests.services.furnished import furnished


class Console:
    def deliver(self, delivery: Delivery) -> None:
        pass


async def test_online_is_who_wants_to_and_has_a_line(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        directory, hub, agent = there.house.directory, there.house.hub, there.agents[0]
        console = Console()
        assert directory.presence(agent) == "offline"
        hub.follow(f"agent:{agent}", console)
        assert directory.presence(agent) == "online"
        assert [profile.id for profile in directory.here("site")] == [agent]
        who = directory.identity(agent)
        assert who is not None
        await there.house.desk.set_presence(who, "away")
        assert directory.presence(agent) == "away"
        assert directory.here("site") == []
        hub.unfollow(f"agent:{agent}", console)
        assert directory.presence(agent) == "offline"


async def test_a_new_conversation_goes_where_the_site_says(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        directory = there.house.directory
        assert directory.department_for("site", "") == "orders"
        assert directory.department_for("site", "billing") == "billing"
        with pytest.raises(Invalid):
            directory.department_for("site", "kitchen")


async def test_an_unknown_key_is_no_site(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        with pytest.raises(NotFound):
            there.house.directory.site_by_key("nothing")


async def test_the_profile_names_the_department_he_answers_for(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        directory = there.house.directory
        assert directory.profile(there.agents[0], "orders").department == "Orders"
        assert directory.profile(there.agents[1], "orders").department == "Billing"
