"""What a province sets for its round: who signs, by when to answer, in which words. From [review] of vphu.toml."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xl_macros.block import Refusal

STATUTE = "Không tìm thấy mẫu phiếu hay thời hạn nào do luật định"
"""Why everything here is a setting: no form and no time-limit of this letter was found in any legal text."""


class ReviewSettings(BaseModel):
    """The letters of a round. Nothing here is prescribed by law: all of it is the province's to set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    superior: str = Field("", description="Cơ quan cấp trên, dòng đầu bên trái của phiếu")
    office: str = Field("", description="Cơ quan thẩm định, dòng thứ hai bên trái")
    style: Literal["party", "state"] = Field("party", description="Thể thức của Đảng (party) hay của Nhà nước (state)")
    number: str = Field("Số …", description="Số, ký hiệu")
    place: str = Field("…", description="Địa danh trước ngày tháng")
    grounds: tuple[str, ...] = Field((), description="Các căn cứ, mỗi căn cứ một dòng")
    deadline: str = Field(
        "trong … ngày làm việc kể từ ngày nhận được phiếu này", description="Thời hạn trả lời, như viết trong câu"
    )
    send_to: str = Field("", description="Nơi nhận trả lời (địa chỉ, thư điện tử)")
    signer: str = Field("", description="Họ tên người ký")
    signer_post: str = Field("CHÁNH VĂN PHÒNG", description="Chức vụ người ký")
    copies: tuple[str, ...] = Field(("Như trên", "Lưu …"), description="Nơi nhận")
    letter: str | None = Field(None, description="Mẫu phiếu .docx của tỉnh; không ghi thì dùng mẫu có sẵn")


def review_settings(raw: dict[str, Any], file: Path | None) -> ReviewSettings:
    """The settings from what [review] says. Raises `Refusal` naming the key that is wrong."""
    try:
        return ReviewSettings.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        name = file.name if file else "vphu.toml"
        known = ", ".join(ReviewSettings.model_fields)
        unknown = first["type"] == "extra_forbidden"
        vi = (
            f"{name}: [review] không có mục «{key}»; các mục là {known}."
            if unknown
            else (f"{name}: [review] mục «{key}» ghi sai; cần {_NEEDS.get(first['type'], 'một giá trị khác')}.")
        )
        en = (
            f"{name}: [review] has no key «{key}»; it has {known}."
            if unknown
            else (f"{name}: [review] «{key}» is wrong: {first['msg']}.")
        )
        raise Refusal(vi, en) from None


_NEEDS = {
    "string_type": "một chuỗi chữ trong ngoặc kép",
    "literal_error": 'một trong "party", "state"',
    "tuple_type": 'một danh sách như ["…", "…"]',
}
