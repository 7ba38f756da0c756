"""Bytes to frames and back, with decoders and encoder built once."""

import msgspec

from .frames import AgentCommand, AgentFrame, Frame, VisitorCommand, VisitorFrame

_encoder = msgspec.json.Encoder()
visitor_decoder = msgspec.json.Decoder(VisitorCommand)
agent_decoder = msgspec.json.Decoder(AgentCommand)
visitor_frame_decoder = msgspec.json.Decoder(VisitorFrame)
agent_frame_decoder = msgspec.json.Decoder(AgentFrame)

encode = _encoder.encode
"""Any frame to JSON bytes."""

DecodeError = msgspec.DecodeError
"""Raised for frames that make no sense; carries the JSON path."""


def encode_text(frame: Frame) -> str:
    """A frame as the text of one socket message."""
    return _encoder.encode(frame).decode()
