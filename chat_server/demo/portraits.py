"""The faces of the demo's people, drawn for it: flat shapes from back to front. No real person was a model."""

from PIL import Image

from .raster import Shape, render

BOX = (11.0, 12.0, 138.0, 138.0)
"""What of the drawing is seen: a square around head and shoulders."""

SIZE = 512

ANA = [
    Shape(path="M0 0h160v160H0z", fill="#f5c99f"),
    Shape(path="M160 0v160H96C130 124 140 60 104 0z", fill="#f9d9b8"),
    Shape(
        path=(
            "M44 68c-3-32 14-48 37-48 25 0 39 18 37 47-1 17 8 27 5 43-2 13-15 19-25 13l-37 1"
            "c-10 6-23 1-25-12-3-16 9-27 8-44z"
        ),
        fill="#4a2b22",
    ),
    Shape(path="M69 94h23v28c-3 9-20 9-23 0z", fill="#dfa182"),
    Shape(path="M14 160c1-25 19-37 43-42l13-4c2 12 20 12 22 0l13 4c24 5 40 17 41 42z", fill="#17756f"),
    Shape(path="M67 108h27v6c-2 13-25 13-27 0z", fill="#dfa182"),
    Shape(path="M65 114.5c3 16 28 16 31 0", stroke="#125f5a", width=6),
    Shape(path="M69 99c6 8 17 8 23 0v7c-7 6-16 6-23 1z", fill="#c98768"),
    Shape(path="M54 64c0-20 11-31 27-31s26 11 26 31v11c0 18-12 31-26 31S54 93 54 75z", fill="#f2bd9b"),
    Shape(path="M54 64c0-15 6-25 16-29-6 12-8 50 6 70-13-2-22-14-22-30z", fill="#f7cbad"),
    Shape(path="M72 27c-18 4-26 22-21 52 4-17 13-30 26-38 16 4 28 17 33 38 5-32-8-58-38-52z", fill="#5f382b"),
    Shape(path="M84 32q14 3 20 19M66 34q-9 6-11 17", stroke="#7d4c39", width=3.2),
    Shape(path="M63 66.5q5-3.4 10.5-1.2M88 65.3q5.5-2.2 10.5 1.2", stroke="#4a2b22", width=2.8),
    Shape(path="M80.5 77q-3 6 .2 7.4", stroke="#d08e70", width=2.4),
    Shape(
        rounds=(
            (68.5, 75, 2.9, 3.4),
            (93, 75, 2.9, 3.4),
        ),
        fill="#2e211d",
    ),
    Shape(
        rounds=(
            (62.5, 85.5, 5.6, 3.8),
            (98.5, 85.5, 5.6, 3.8),
        ),
        fill="#e8826b",
        opacity=0.4,
    ),
    Shape(path="M70 89.5q10.5 3 21 0c-1 6.5-5 10-10.5 10S71 96 70 89.5z", fill="#8e3a35"),
    Shape(path="M71 90q9.5 2.6 19 0l-.8 2.6q-8.7 2-17.4 0z", fill="#fff"),
]

MARKO = [
    Shape(path="M0 0h160v160H0z", fill="#b5d3bd"),
    Shape(path="M0 0h62C34 36 30 116 58 160H0z", fill="#c9e0ce"),
    Shape(path="M66 94h28v28c-4 9-24 9-28 0z", fill="#d99a78"),
    Shape(path="M10 160c1-26 20-38 45-43l11-4c3 10 25 10 28 0l11 4c25 5 44 17 45 43z", fill="#27445f"),
    Shape(path="M66 113c3 12 25 12 28 0l5 2c-2 16-8 24-19 24s-17-8-19-24z", fill="#f4efe6"),
    Shape(path="M55 117l6-2c2 17 9 25 19 26l-12 19zM105 117l-6-2c-2 17-9 25-19 26l12 19z", fill="#1d364d"),
    Shape(path="M66 110c3 14 25 14 28 0v5c-3 12-25 12-28 0z", fill="#d99a78"),
    Shape(path="M66 98c8 9 20 9 28 0v10c-8 8-20 8-28 0z", fill="#c48463"),
    Shape(
        rounds=(
            (52.5, 76, 5.5, 8),
            (107.5, 76, 5.5, 8),
        ),
        fill="#e2a684",
    ),
    Shape(path="M53 62c0-19 11-30 27-30s27 11 27 30v14c0 19-12 32-27 32S53 95 53 76z", fill="#efb793"),
    Shape(path="M53 62c0-14 6-23 15-27-5 12-7 40 0 60-10-4-15-12-15-20z", fill="#f5c6a6"),
    Shape(
        path="M51 70c0 28 11 45 29 45s29-17 29-45c-3 10-6 15-12 14.5-6-5-28-5-34 0C57 85 54 80 51 70z", fill="#8a4b26"
    ),
    Shape(path="M64 85c6-4 26-4 32 0-3 4-8 5-16 4-8 1-13 0-16-4z", fill="#9d5a30"),
    Shape(path="M70.5 91.5q9.5 2 19 0c-1.5 5-5 7-9.5 7s-8-2-9.5-7z", fill="#fff"),
    Shape(path="M50 50h6l-.5 32h-4zM110 50h-6l.5 32h4z", fill="#8a4b26"),
    Shape(
        path=(
            "M50 72"
            ""
            "c-7-28 4-49 30-49 8 0 10-3 17-1 14 5 20 24 13 50-1-9-3-15-7-20-8 4-16 1-25-1-8-1-14 2-20 1-5 5-7 11-8 20z"
        ),
        fill="#8a4b26",
    ),
    Shape(path="M60 38c8-10 24-12 36-7-12-1-22 1-29 9-3 3-9 3-7-2z", fill="#a9622f"),
    Shape(path="M61.5 66.5q5.5-3.4 11.5-1M87 65.5q6-2.4 11.5 1", stroke="#7a4020", width=3.4),
    Shape(path="M80 75q-3 5.5 .2 7", stroke="#cf8c68", width=2.5),
    Shape(
        rounds=(
            (68, 75, 2.9, 3.3),
            (92, 75, 2.9, 3.3),
        ),
        fill="#2b2320",
    ),
]

ZEYNEP = [
    Shape(path="M0 0h160v160H0z", fill="#cfc0e3"),
    Shape(path="M160 0v160h-44c26-40 22-116-22-160z", fill="#dcd0ec"),
    Shape(
        rounds=(
            (80, 36, 22, 22),
            (56, 42, 19, 19),
            (104, 42, 19, 19),
            (42, 62, 17, 17),
            (118, 62, 17, 17),
            (38, 84, 16, 16),
            (122, 84, 16, 16),
            (45, 104, 14, 14),
            (115, 104, 14, 14),
        ),
        fill="#231a1f",
    ),
    Shape(path="M46 50h68v54q-34 16-68 0z", fill="#231a1f"),
    Shape(path="M69 94h22v28c-3 8-19 8-22 0z", fill="#b57848"),
    Shape(path="M16 160c1-25 18-36 42-41l11-4 11 14 11-14 11 4c24 5 41 16 42 41z", fill="#8c2f52"),
    Shape(path="M58 119l11-5 11 25-7 7zM102 119l-11-5-11 25 7 7z", fill="#6f2341"),
    Shape(path="M69 112h22v5l-11 20-11-20z", fill="#b57848"),
    Shape(path="M69 99c6 8 16 8 22 0v8c-7 6-15 6-22 0z", fill="#9c6438"),
    Shape(path="M55 64c0-19 10-29 25-29s25 10 25 29v11c0 18-11 31-25 31S55 93 55 75z", fill="#cf9462"),
    Shape(path="M55 64c0-13 5-22 13-26-4 13-6 48 6 67-12-3-19-14-19-30z", fill="#daa474"),
    Shape(
        rounds=(
            (66, 43, 12, 12),
            (85, 40, 13, 13),
            (99, 48, 11, 11),
            (55, 53, 9, 9),
            (107, 60, 8, 8),
            (52, 66, 6, 6),
        ),
        fill="#231a1f",
    ),
    Shape(
        path="M58 39q5-8 13-7M84 31q9-1 12 6M40 60q0-8 6-11M117 55q7 2 7 10M37 88q2 6 8 7M121 92q-1 6-7 8",
        stroke="#3d2e35",
        width=2.6,
    ),
    Shape(
        rounds=(
            (54, 96, 6.5, 6.5),
            (106, 96, 6.5, 6.5),
        ),
        stroke="#e5b04a",
        width=2.6,
    ),
    Shape(path="M62.5 67q5.5-3.8 11-1.2M86.5 65.8q5.5-2.6 11 1.2", stroke="#2b1c1a", width=3),
    Shape(path="M80 77q-3.2 5.8 .2 7.2", stroke="#aa6d40", width=2.4),
    Shape(
        rounds=(
            (68.5, 76, 2.9, 3.4),
            (91.5, 76, 2.9, 3.4),
        ),
        fill="#231815",
    ),
    Shape(
        rounds=(
            (62.5, 86, 5.4, 3.8),
            (97.5, 86, 5.4, 3.8),
        ),
        fill="#c9553f",
        opacity=0.32,
    ),
    Shape(path="M71 91q9 7.5 18 0", stroke="#86322f", width=3),
]

ILZE = [
    Shape(path="M0 0h160v160H0z", fill="#b4d5e4"),
    Shape(path="M0 0h70C38 40 36 120 66 160H0z", fill="#c8e1ec"),
    Shape(
        path="M43 64c-3-28 14-43 37-43s40 15 37 43c0 12 5 24 2 34-2 9-13 12-19 6H60c-6 6-17 3-19-6-3-10 2-22 2-34z",
        fill="#d8cdb8",
    ),
    Shape(path="M69 94h22v28c-3 8-19 8-22 0z", fill="#e6b398"),
    Shape(path="M14 160c1-25 18-37 43-42l12-4c3 10 19 10 22 0l12 4c25 5 42 17 43 42z", fill="#c0532f"),
    Shape(path="M69 113c3 13 19 13 22 0l6 2-17 34-17-34z", fill="#fbf3e4"),
    Shape(path="M57 118l8-3 15 34-5 11zM103 118l-8-3-15 34 5 11z", fill="#a34323"),
    Shape(path="M69 112c2 12 20 12 22 0v3c-2 12-20 12-22 0z", fill="#e6b398"),
    Shape(path="M69 99c6 8 16 8 22 0v8c-7 6-15 6-22 0z", fill="#d39b80"),
    Shape(path="M55 64c0-19 10-29 25-29s25 10 25 29v11c0 18-11 31-25 31S55 93 55 75z", fill="#f7d3bd"),
    Shape(path="M55 64c0-13 5-22 13-26-4 13-6 48 6 67-12-3-19-14-19-30z", fill="#fbdfce"),
    Shape(
        path=(
            "M80 23c-25 0-37 16-35 42 0 10-3 20-1 30 1 6 9 7 11 1 2-7 0-16 1-24 1-11 6-19 12-23 12 7 26 6 35-1 2 7"
            " 1 16 2 24s-1 17 1 24c2 6 10 5 11-1 2-10-1-20-1-30 2-26-11-42-36-42z"
        ),
        fill="#ece4d3",
    ),
    Shape(path="M56 42c6-10 18-14 30-12-12 1-18 6-22 14-3 5-11 4-8-2z", fill="#f8f2e6"),
    Shape(path="M62.5 63.5q5.5-3 11-.6M86.5 62.9q5.5-2.4 11 .6", stroke="#a8977a", width=2.6),
    Shape(path="M80 79q-2.8 5 .2 6.2", stroke="#d9a287", width=2.4),
    Shape(
        rounds=(
            (68, 75.5, 9.3, 9.3),
            (92, 75.5, 9.3, 9.3),
        ),
        fill="#fff",
        stroke="#a3263a",
        width=2.7,
        opacity=0.35,
    ),
    Shape(path="M77.3 74q2.7-2 5.4 0", stroke="#a3263a", width=2.5),
    Shape(
        rounds=(
            (68.3, 76, 2.7, 3.2),
            (91.7, 76, 2.7, 3.2),
        ),
        fill="#2f3a44",
    ),
    Shape(
        rounds=(
            (62, 89, 5.2, 3.5),
            (98, 89, 5.2, 3.5),
        ),
        fill="#e98a78",
        opacity=0.42,
    ),
    Shape(path="M71 92q9 7.2 18 0", stroke="#a84640", width=2.9),
]

JOVAN = [
    Shape(path="M0 0h160v160H0z", fill="#ecd48c"),
    Shape(path="M160 0v160h-50c30-40 28-116-14-160z", fill="#f3e1a9"),
    Shape(path="M66 94h28v28c-4 9-24 9-28 0z", fill="#85532f"),
    Shape(path="M10 160c1-26 20-38 45-43l11-4 14 10 14-10 11 4c25 5 44 17 45 43z", fill="#39424e"),
    Shape(path="M66 112l14 12 14-12 5 3-19 38-19-38z", fill="#f7f4ee"),
    Shape(path="M61 115l-8 3 4 14 7 2-3 5 16 21 3-8zM99 115l8 3-4 14-7 2 3 5-16 21-3-8z", fill="#2b333d"),
    Shape(path="M66 108h28v6l-14 13-14-13z", fill="#85532f"),
    Shape(path="M66 99c8 8 20 8 28 0v8c-8 8-20 8-28 0z", fill="#6f4325"),
    Shape(
        rounds=(
            (52.5, 77, 5.5, 8),
            (107.5, 77, 5.5, 8),
        ),
        fill="#8c5933",
    ),
    Shape(path="M53 60c0-18 11-28 27-28s27 10 27 28v16c0 19-12 32-27 32S53 95 53 76z", fill="#9f6a40"),
    Shape(path="M53 60c0-13 6-22 15-25-5 12-6 48 6 72-13-4-21-15-21-31z", fill="#ae794e"),
    Shape(
        path="M51.5 72c-2.5-12-1-22 3-28l6 4c-3 5-4 12-5 24zM108.5 72c2.5-12 1-22-3-28l-6 4c3 5 4 12 5 24z",
        fill="#8d8d90",
    ),
    Shape(
        path=(
            "M51.5 58c-1-10 1-19 6-25 5-7 13-10 22.5-10s17.5 3 22.5 10"
            "c5 6 7 15 6 25-4-4-6-10-12-13-10 3-23 3-33 0-6 3-8 9-12 13z"
        ),
        fill="#3b3a3c",
    ),
    Shape(path="M62 36c6-6 18-8 28-5-9 0-17 2-22 7-4 3-9 2-6-2z", fill="#5a595c"),
    Shape(path="M61.5 67q5.5-3.2 11.5-.8M87 66.2q6-2.4 11.5 .8", stroke="#2f2c2d", width=3.6),
    Shape(path="M80 76q-3.2 5.4 .2 6.8", stroke="#7d4d2a", width=2.5),
    Shape(
        rounds=(
            (68, 76, 2.9, 3.3),
            (92, 76, 2.9, 3.3),
        ),
        fill="#1f1815",
    ),
    Shape(path="M80 86c6-3 14-1 16 6-5-1-9-2-16-2s-11 1-16 2c2-7 10-9 16-6z", fill="#6a686a"),
    Shape(path="M71 93.5q9 8 18 0", stroke="#5b2a22", width=2.8),
    Shape(path="M72 103q8-3 16 0c0 7-4 11-8 11s-8-4-8-11z", fill="#6a686a"),
]

PORTRAITS = {"ana": ANA, "marko": MARKO, "zeynep": ZEYNEP, "ilze": ILZE, "jovan": JOVAN}


def portrait(who: str) -> Image.Image:
    """A square picture of one of the demo's people."""
    return render(PORTRAITS[who], BOX, SIZE)
