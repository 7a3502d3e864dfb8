import json

import pytest

from tests.formats.transcripts.samples import check, said, sample
from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.whisper import sniff
from toolkit.model.transcript import Source


def document(content: object) -> Source:
    return Source("P06.json", json.dumps(content).encode())


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_segments_are_cues_and_speakers_are_kept() -> None:
    reading = read(sample("whisperx.json"))
    assert said(sample("whisperx.json")) == [
        ("SPEAKER_00", "So where do you keep the bees?"),
        ("SPEAKER_01", "On the flat roof, next to the water tank & the shed."),
        (None, "Mm-hm."),
    ]
    assert [(turn.began, turn.ended) for turn in reading.transcript.turns] == [
        (0.4, 3.0),
        (3.52, 8.25),
        (9.0, 9.5),
    ]
    assert (reading.report.cues, reading.report.cues_merged, reading.transcript.language) == (4, 1, "de")


SEGMENT = {"start": 1.0, "end": 2.0, "text": " Hello."}


@pytest.mark.parametrize(
    "content",
    [
        {"text": " Hello.", "segments": [SEGMENT], "language": "en"},
        [SEGMENT],
        {"chunks": [{"timestamp": [1.0, 2.0], "text": " Hello."}], "text": "Hello."},
        {"utterances": [{"start": 1000, "end": 2000, "text": "Hello."}]},
        {
            "systeminfo": "x",
            "transcription": [
                {
                    "timestamps": {"from": "00:00:01,000"},
                    "offsets": {"from": 1000, "to": 2000},
                    "text": " Hello.",
                }
            ],
        },
        {"segments": [{"start": "00:00:01.000", "end": "00:00:02.000", "text": "Hello."}]},
    ],
)
def test_relatives_are_read_alike(content: object) -> None:
    source = document(content)
    assert sniff(source.data)
    reading = read(source)
    check(reading)
    assert said(source) == [(None, "Hello.")]
    assert (reading.transcript.turns[0].began, reading.transcript.turns[0].ended) == (1.0, 2.0)


def test_text_alone_is_one_turn_without_times() -> None:
    assert said(document({"text": "Hello there."})) == [(None, "Hello there.")]


def test_numbered_speakers_get_a_name() -> None:
    assert said(
        document({"utterances": [{"speaker": "A", "text": "Hi."}, {"speaker": 1, "text": "Ah."}]})
    ) == [
        ("Speaker A", "Hi."),
        ("Speaker 1", "Ah."),
    ]


def test_every_faulty_segment_is_told() -> None:
    told = refusal(
        document(
            {
                "segments": [
                    {"start": 1, "end": 2},
                    SEGMENT,
                    {"start": "soon", "end": 2, "text": "a"},
                    {"start": -1, "end": 2, "text": "a"},
                    7,
                    SEGMENT | {"speaker": "x" * 300},
                ]
            }
        )
    ).splitlines()
    assert [line.split("; ")[0] for line in told] == [
        "P06.json: segment 1 has no text",
        "P06.json: segment 3 has a time that is no number",
        "P06.json: segment 4 has a time beyond all recordings",
        "P06.json: segment 5 has no text",
        "P06.json: segment 6 has a speaker's name of 300 characters",
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"text": "a", "segments": [', "the JSON breaks at column"),
        (b'{"text": ' * 50_000, "nested too deeply"),
        (b'{"segments": [{"text": "a", "start": 1e999}]}', "beyond all recordings"),
        (b'{"segments": [{"text": "a", "start": ' + b"9" * 5_000 + b"}]}", "endless numbers"),
        (b'{"segments": [{"text": "a", "start": ' + b"9" * 400 + b"}]}", "beyond all recordings"),
        (b'{"segments": [{"text": "a", "start": NaN}]}', "beyond all recordings"),
        (b'{"title": "a"}', "is JSON without segments of speech"),
        (b"[]", "has no spoken words"),
        (b'"a"', "is JSON without segments of speech"),
    ],
)
def test_hostile_and_foreign_json_is_refused(data: bytes, what: str) -> None:
    assert what in refusal(Source("P06.json", data))


def test_half_a_file_is_refused_with_its_line() -> None:
    with pytest.raises(FaultyFile, match=r"whisperx.json:5: "):
        read(Source("whisperx.json", sample("whisperx.json").data[:300]))


def test_a_dialogue_of_messages_is_read() -> None:
    assert said(sample("dialogue.json")) == [
        ("keeper", "They are on the roof."),
        ("guest", "Is it safe there?"),
        ("keeper", "Safe & dry."),
    ]


def test_labels_in_a_running_text_are_found() -> None:
    text = "Agent: Where are they?\n\nCaller: On the roof.\n\nAgent: Ah.\n\nCaller: Yes."
    source = document({"text": text})
    check(read(source))
    assert [speaker for speaker, _ in said(source)] == ["Agent", "Caller", "Agent", "Caller"]
