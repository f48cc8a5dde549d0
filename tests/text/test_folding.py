"""Text made comparable, one by one and many at once."""

from hypothesis import given
from hypothesis import strategies as st

from validators.text import folding
from validators.text.encodings import repaired
from validators.text.folding import are_clear, clean, tidy

PARTS = ["Máy", "vi", "tính", "2", "|", " ", "  ", "\n", "\xa0", "m¸y", "ví", "vi\u0301", "\u200b", "Ð", "a", ""]
texts = st.lists(st.lists(st.sampled_from(PARTS), max_size=4).map("".join), max_size=5)


@given(texts)
def test_what_is_clear_is_as_it_would_be_made(many):
    if are_clear(many):
        assert [" ".join(repaired(text).text.split()) for text in many] == many
    assert [clean(text) for text in many] == [" ".join(repaired(text).text.split()) for text in many]
    if tidy(many):
        assert [" ".join(text.split()) for text in many] == many


def test_texts_of_most_columns_are_clear():
    assert are_clear(["Máy vi tính", "Bàn làm việc", "Bộ"])
    assert not are_clear(["Máy vi tính", "Bàn  làm việc"])
    assert not are_clear(["Máy vi tính", "M¸y vi tÝnh"])


def test_no_more_is_kept_than_some(monkeypatch):
    monkeypatch.setattr(folding, "_MOST", 3)
    for n in range(9):
        assert are_clear([f"một {n}", f"hai {n}"])
    assert len(folding._clear) <= 5
