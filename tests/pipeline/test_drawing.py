"""One scored draw: the store first, then the engine; what failed is unknown, never wrong."""

from __future__ import annotations

import asyncio

import pytest

from filters.difficulty.samplers.base import Completion, SamplerError
from pipeline import drawing
from pipeline.drawing import Drawer, Model
from rewards import Verdict, load_reward

SAMPLING = {"temperature": 1.0, "top_p": 1.0, "max_tokens": 8, "seed": 0}
ROW = {
    "prompt": [{"role": "user", "content": "Which grid?"}],
    "reward": "grid",
    "ground_truth": "[[1]]",
    "spec": "{}",
}
RIGHT = load_reward("grid").render("[[1]]")


class Engine:
    """Answers from a list, counting what it is asked."""

    engine, model, concurrency = "fake", "fake@1", 1

    def __init__(self, *answers: Completion | Exception) -> None:
        self.answers, self.asked, self.opened, self.closed = list(answers), 0, 0, 0

    def open(self) -> Engine:
        self.opened += 1
        return self

    def render(self, messages) -> str:
        return f"<{messages[0]['content']}>"

    async def sample(self, prompt, sample, params) -> Completion:
        assert prompt == "<Which grid?>"
        assert params.max_tokens == 8
        self.asked += 1
        answer = self.answers[sample]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed += 1


def said(text: str, finish: str = "stop") -> Completion:
    return Completion(text, finish, 3, 5)


@pytest.fixture
def drawer_of(tmp_path):
    """Drawers over one store; each closed at the end."""
    made: list[Drawer] = []

    def make(engine: Engine, row=ROW) -> Drawer:
        model = Model("fake@1", engine.open, SAMPLING)
        made.append(Drawer(tmp_path, {"weak": model}, {"0": row}))
        return made[-1]

    yield make
    for drawer in made:
        drawer.close()


def draw(drawer: Drawer, sample: int = 0):
    return asyncio.run(drawer.draw("0", "weak", sample))


@pytest.mark.parametrize(
    ("text", "letter"), [(RIGHT, "1"), (RIGHT.replace("1", "2"), "0"), ("who knows", "-")]
)
def test_a_draw_is_sampled_scored_and_counted(drawer_of, text, letter):
    drawer = drawer_of(Engine(said(text, "length")))
    found = draw(drawer)
    assert (found.outcome, found.finish_reason, found.tokens) == (letter, "length", 3)
    assert (drawer.sampled, drawer.reused, drawer.tokens) == (1, 0, 3)


def test_what_is_stored_needs_no_engine(drawer_of):
    draw(drawer_of(Engine(said(RIGHT))))
    idle = Engine()
    drawer = drawer_of(idle)
    assert draw(drawer).outcome == "1"
    assert (idle.opened, drawer.sampled, drawer.reused) == (0, 0, 1)


def test_an_engine_error_is_unknown_and_is_asked_again(drawer_of):
    failed = Completion("", "error", 0, 5, "prompt too long")
    found = draw(drawer_of(Engine(failed)))
    assert (found.outcome, found.error) == ("?", "prompt too long")
    assert draw(drawer_of(Engine(said(RIGHT)))).outcome == "1"


def test_an_outage_is_raised_for_the_cascade_to_count(drawer_of):
    with pytest.raises(SamplerError, match="gone"):
        draw(drawer_of(Engine(SamplerError("gone"))))


@pytest.mark.parametrize("status", ["undecided", "error"])
def test_an_unclear_verdict_is_unknown_and_is_asked_again(drawer_of, monkeypatch, status):
    reward = load_reward("grid")
    monkeypatch.setattr(type(reward), "score", lambda *args: Verdict(0.0, status))
    assert draw(drawer_of(Engine(said(RIGHT)))).outcome == "?"
    monkeypatch.undo()
    idle = Engine()
    assert draw(drawer_of(idle)).outcome == "1"
    assert idle.opened == 0


def test_verdicts_are_kept(drawer_of, monkeypatch):
    draw(drawer_of(Engine(said(RIGHT))))
    monkeypatch.setattr(type(load_reward("grid")), "score", lambda *args: 1 / 0)
    assert draw(drawer_of(Engine())).outcome == "1"


@pytest.mark.parametrize("what", ["version", "code", "gold"])
def test_a_changed_reward_or_gold_grades_anew_without_a_model(drawer_of, monkeypatch, what):
    draw(drawer_of(Engine(said(RIGHT))))
    row = {**ROW, "ground_truth": "[[2]]"} if what == "gold" else ROW
    if what == "version":
        monkeypatch.setattr(type(load_reward("grid")), "version", "next")
    if what == "code":
        monkeypatch.setattr(drawing, "code_digest", lambda modules: "edited")
    graded = []
    sound = type(load_reward("grid")).score

    def score(self, *args):
        graded.append(args)
        return sound(self, *args)

    monkeypatch.setattr(type(load_reward("grid")), "score", score)
    idle = Engine()
    assert draw(drawer_of(idle, row)).outcome == ("0" if what == "gold" else "1")
    assert len(graded) == 1
    assert idle.opened == 0


def test_closing_stops_an_engine_that_runs(drawer_of):
    engine, idle = Engine(said(RIGHT)), Engine()
    drawer = drawer_of(engine)
    draw(drawer)
    drawer.close()
    assert engine.closed == 1
    drawer_of(idle).close()
    assert idle.closed == 0


def test_another_rendering_is_another_prompt(tmp_path):
    """A template option changes what is sampled from, though model and messages are the same."""
    asked = []
    for options in ({}, {"template_options": {"enable_thinking": False}}, {}):
        engine = Engine(said(RIGHT))
        model = Model("fake@1", engine.open, SAMPLING, options)
        drawer = Drawer(tmp_path, {"weak": model}, {"0": ROW})
        assert (drawer.stored("0", "weak", 0) is None) == (not asked or bool(options))
        drawer._rendered(model, ROW)
        draw(drawer)
        asked.append(engine.opened)
        drawer.close()
    assert asked == [1, 1, 0]


def test_answers_come_in_a_normal_form(drawer_of):
    row = {**ROW, "reward": "math", "ground_truth": "12"}
    texts = [r"\boxed{12}", r"\boxed{7}", r"\boxed{ 7 }", "I do not know."]
    drawer = drawer_of(Engine(*map(said, texts)), row)
    found = [draw(drawer, n) for n in range(4)]
    assert [one.outcome for one in found] == ["1", "0", "0", "-"]
    assert found[0].answer == "12"
    assert found[1].answer == found[2].answer != "12"
    assert found[3].answer is None
    again = drawer_of(Engine(), row)
    assert [draw(again, n).answer for n in range(4)] == [one.answer for one in found]


def test_an_answer_of_any_length_is_kept_short(drawer_of):
    row = {**ROW, "reward": "text_exact", "ground_truth": "x"}
    long = [rf"\boxed{{{'a' * 500}{end}}}" for end in "bcb"]
    drawer = drawer_of(Engine(*map(said, long)), row)
    one, other, same = (draw(drawer, n).answer for n in range(3))
    assert one == same != other
    assert len(one) < 200
