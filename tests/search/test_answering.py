"""Which engine answers: the main one, or this node's copy while that one is away; and what each hears of changes."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import answering, consumers, jobs, service, sync
from search.engines.base import EngineError
from search.models import Change, Consumer
from search.types import SearchRequest
from tests.factories import OrganisationFactory
from tests.search.faulty import away, main_engine  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def ask(text="ışık"):
    page = service.search(SearchRequest(text=text))
    return [hit.key for hit in page.hits], page.engine, page.degraded


def waiting_for(engine):
    return consumers.waiting(consumers.present(engine)).count()


def test_the_main_engine_answers_while_it_can(main):
    assert ask() == (["isik"], "elasticsearch", False)


def test_the_copy_answers_everything_while_the_main_engine_is_away(main):
    other = OrganisationFactory(name="Işık Vakfı", key="vakif")
    other.offers.create(kind="legal", text="hukuk")
    sync.drain()
    main.fault = away

    keys, engine, degraded = ask()
    assert (sorted(keys), engine, degraded) == (["isik", "vakif"], "embedded", True)
    assert [one.title for one in service.suggest("ışı")] == ["Işık Derneği", "Işık Vakfı"]
    assert service.stored_document("organisation", str(other.pk)).key == "vakif"
    assert service.similar("organisation", str(other.pk)) == ()


def test_after_a_failure_nobody_asks_it_until_the_pause_is_over_and_an_answer_brings_it_back(main, caplog):
    breaker = answering.breaker()
    now = [0.0]
    breaker._clock = lambda: now[0]
    main.fault = away
    ask()
    main.calls.clear()
    assert ask()[1:] == ("embedded", True)
    assert main.calls == []

    main.fault = lambda call: None
    now[0] = 1.0
    assert ask()[1:] == ("elasticsearch", False)
    assert ask()[1:] == ("elasticsearch", False)
    said = [record.getMessage() for record in caplog.records if record.name == "search.answering"]
    assert "does not answer (HTTP 503)" in said[0]
    assert "answers again" in said[1]
    assert len(said) == 2


def test_an_engine_that_hangs_costs_no_more_than_the_budget(main, settings):
    settings.SEARCH_BUDGET = 0.05
    let_go = threading.Event()
    main.fault = lambda call: let_go.wait(30)
    started = time.monotonic()

    assert ask()[1:] == ("embedded", True)
    assert time.monotonic() - started < 5
    assert "no answer within 50 ms" in answering.breaker().state.reason
    let_go.set()


def test_an_engine_that_stumbles_is_logged_and_the_copy_answers(main, caplog):
    def stumble(_call):
        raise KeyError("hits")

    main.fault = stumble

    assert ask() == (["isik"], "embedded", True)
    assert "stumbled" in caplog.text
    assert "KeyError" in caplog.text


def test_a_question_the_engine_will_not_take_is_answered_by_the_copy_and_closes_it_to_nobody(main):
    class BadRequest(Exception):
        status_code = 400

    def refuse(_call):
        raise EngineError("HTTP 400: too many clauses") from BadRequest()

    main.fault = refuse
    assert ask() == (["isik"], "embedded", True)

    main.fault = lambda call: None
    assert ask() == (["isik"], "elasticsearch", False)


def test_with_both_away_the_answer_is_empty_and_degraded(main, settings, tmp_path):
    main.fault = away
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"

    assert ask() == ([], "elasticsearch", True)
    assert service.suggest("ışı") == ()
    assert service.similar("organisation", "1") == ()
    assert service.sharing("organisation", {"topic": ["cevre"]}, 4) == ()
    assert service.stored_document("organisation", "1") is None


def test_each_engine_is_a_consumer_and_a_failing_one_holds_up_nobody(main):
    main.fault = away
    organisation = OrganisationFactory(name="Yeni", key="yeni")
    drained = sync.drain()

    assert drained.away == {"elasticsearch": "HTTP 503"}
    assert answering.copy().get("organisation", str(organisation.pk)) is not None
    assert waiting_for(answering.copy()) == 0
    assert waiting_for(main) > 0
    consumer = consumers.present(main)
    assert (consumer.failures, consumer.reason) == (1, "HTTP 503")
    assert consumers.present(answering.copy()).failing_since is None

    main.fault = lambda call: None
    sync.drain(at_once=True)
    assert main._real.get("organisation", str(organisation.pk)) is not None
    assert not Change.objects.exists()
    assert consumers.present(main).failing_since is None


def test_the_pause_between_attempts_grows_to_its_bound(main):
    main.fault = away
    OrganisationFactory()
    pauses = []
    for _ in range(8):
        sync.drain(at_once=True)
        consumer = consumers.present(main)
        pauses.append((consumer.retry_at - timezone.now()).total_seconds())

    assert pauses[0] <= 1.0
    assert 7.0 < pauses[-1] <= consumers.LONGEST_PAUSE
    assert consumer.failures == 8


def test_a_failure_is_logged_once_with_what_and_since_when_and_so_is_its_end(main, caplog):
    main.fault = away
    OrganisationFactory()
    for _ in range(3):
        sync.drain(at_once=True)
    main.fault = lambda call: None
    sync.drain(at_once=True)

    said = [record.getMessage() for record in caplog.records if record.name == "search.consumers"]
    assert len(said) == 2
    assert "HTTP 503" in said[0]
    assert "takes no changes since" in said[0]
    assert "takes changes again" in said[1]
    assert "3 attempts" in said[1]


def test_a_consumer_is_named_after_its_place_and_never_after_its_password(main, settings):
    names = set()
    for url in ("https://a:secret@host:9200/x", "https://b:other@host:9200/x/", "http://host:9200/x"):
        settings.SEARCH_URL = url
        names.add(consumers.name_of(main))
    assert len(names) == 1
    assert not any("secret" in name for name in names)

    settings.SEARCH_URL = "https://a:secret@host:9200/y"
    assert consumers.name_of(main) not in names


def test_two_versions_of_the_program_keep_an_index_each(main):
    name = consumers.name_of(main)
    main.form = "of the version before"
    assert consumers.name_of(main) != name


@pytest.fixture
def threads(settings, monkeypatch):
    """What would be done in which thread; nothing is done until the test does it."""
    settings.SEARCH_DRAIN = "background"
    woken = {"background": [], "elsewhere": []}
    for name, work in woken.items():
        monkeypatch.setattr(getattr(sync, name), "wake", work.append)
    return woken


def test_an_engine_elsewhere_has_a_thread_of_its_own(main, threads):
    sync.nudge()

    assert [len(work) for work in threads.values()] == [1, 1]


def test_the_worker_drains_its_copy_itself_and_leaves_the_main_engine_to_its_thread(main, threads, settings):
    OrganisationFactory()
    main.calls.clear()
    sync.drain_apart()

    assert waiting_for(answering.copy()) == 0
    assert main.calls == []
    threads["elsewhere"][0]()
    assert not Change.objects.exists()


def test_while_the_main_engine_rests_the_worker_looks_and_writes_nothing(main, threads, django_assert_num_queries):
    main.fault = away
    OrganisationFactory()
    sync.drain(at_once=True)
    Consumer.objects.filter(pk=consumers.present(main).pk).update(retry_at=timezone.now() + timedelta(seconds=10))
    drained_at = consumers.present(answering.copy()).last_drained_at

    with django_assert_num_queries(4):  # is there any change, the two consumers, does anything wait for the copy
        jobs.drain(None)
    assert threads["elsewhere"] == []
    assert consumers.present(answering.copy()).last_drained_at == drained_at


def test_what_a_process_leaves_to_the_worker_includes_a_rebuild(main, threads, settings):
    settings.SEARCH_DRAIN = "worker"
    OrganisationFactory()
    Consumer.objects.filter(pk=consumers.present(main).pk).update(needs_rebuild=True)

    drained = sync.drain(among=[main], may_rebuild=False)
    assert (drained.rebuilt, drained.applied) == (False, 0)
    assert waiting_for(main) > 0


def test_the_page_and_the_api_say_that_the_search_is_limited(main, client):
    assert "Sınırlı arama" not in client.get("/ara/", {"q": "ışık"}).content.decode()
    main.fault = away

    page = client.get("/ara/", {"q": "ışık"})
    assert page.status_code == 200
    assert "Sınırlı arama" in page.content.decode()
    assert "Işık Derneği" in page.content.decode().replace("<mark>", "").replace("</mark>", "")
    answer = client.get("/api/v1/search", {"q": "ışık"}).json()
    assert (answer["total"], answer["engine"], answer["degraded"]) == (1, "embedded", True)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("search_check", "elasticsearch: the index cannot be read: HTTP 503"),
        ("search_rebuild", "elasticsearch: the index could not be built: HTTP 503"),
        ("search_sync", "elasticsearch: HTTP 503. Nothing is lost"),
    ],
)
def test_commands_do_what_they_can_for_one_engine_and_name_the_other(main, capsys, command, told):
    OrganisationFactory(name="Yeni", key="yeni")
    main.fault = away
    with pytest.raises(CommandError) as ended:
        call_command(command)

    assert told in str(ended.value)
    said = {"search_check": "agree", "search_rebuild": "embedded: 2 documents", "search_sync": "changes applied"}
    assert said[command] in capsys.readouterr().out


def test_repair_builds_a_main_index_anew_that_cannot_be_read(main, capsys):
    real = main.fault
    main.fault = lambda call: away(call) if call == "stored" else None
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("search_check", "--repair")
    assert "it is built anew" in capsys.readouterr().out

    main.fault = real
    call_command("search_check")
    assert capsys.readouterr().out.count("index and database agree") == 2
